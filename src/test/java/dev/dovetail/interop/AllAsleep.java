package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells when all programs of a test wait for something from outside, however busy the machine is: a
 * thread that has work but no processor is not asleep.
 */
final class AllAsleep {
  private static final String ESTABLISHED = "01";

  private final DovecotInstance dovecot;

  /** When they were last looked for; new ones are noticed before anybody is said to be asleep. */
  private List<Long> processes = List.of();

  /** Of that Dovecot's processes, and of all that the tests have started. */
  AllAsleep(DovecotInstance dovecot) {
    this.dovecot = dovecot;
  }

  /**
   * Whether there was a moment since the call at which every thread slept and no byte was on its
   * way through a connection from or to one of the ports.
   */
  boolean withNothingUnderWay(List<Integer> ports) throws IOException {
    if (processes.isEmpty()) {
      processes = found();
    }
    Map<String, String> before = sleepers();
    if (before.isEmpty()) {
      return false;
    }
    boolean asleep = nothingUnderWay(ports) && before.equals(sleepers());
    List<Long> now = found();
    asleep &= now.equals(processes);
    processes = now;
    return asleep;
  }

  /** How often each thread has gone to sleep; empty if one is awake. */
  private Map<String, String> sleepers() {
    Map<String, String> sleepers = new HashMap<>();
    for (long process : processes) {
      for (Path thread : threads(process)) {
        String status = status(thread);
        boolean sleeps = status.contains("\nState:\tS") || status.contains("\nState:\tZ");
        if (!sleeps) {
          return Map.of();
        }
        sleepers.put(thread.toString(), status.substring(status.indexOf("\nvoluntary_ctxt")));
      }
    }
    return sleepers;
  }

  /** None of a process that has just ended. */
  private static List<Path> threads(long process) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
      return threads.toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** Empty for a thread that has just ended. */
  private static String status(Path thread) {
    try {
      return Files.readString(thread.resolve("status"), ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private List<Long> found() throws IOException {
    ProcessHandle master = dovecot.master();
    Stream<ProcessHandle> ours = ProcessHandle.current().descendants();
    return Stream.of(ours, Stream.of(master), master.descendants())
        .flatMap(handles -> handles)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static boolean nothingUnderWay(List<Integer> ports) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/net/tcp"))) {
      String[] fields = line.strip().split("\\s+");
      boolean watched = ports.stream().anyMatch(port -> isOf(port, fields));
      if (watched && fields[3].equals(ESTABLISHED) && !fields[4].matches("[0:]+")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOf(int port, String[] fields) {
    String end = String.format(":%04X", port);
    return fields[1].endsWith(end) || fields[2].endsWith(end);
  }
}
