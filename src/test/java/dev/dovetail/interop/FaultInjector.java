package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The library of {@code test-fixtures/fault-injector}, compiled for this run of the tests. */
record FaultInjector(Path library, Path trace) {

  /**
   * @param directory where the library and the trace go; the mail's owner can reach it
   */
  static FaultInjector compile(Path directory) throws IOException, InterruptedException {
    Path source =
        Path.of(System.getProperty("dovetail.fixtures"), "fault-injector", "fault-injector.c");
    Path library = directory.resolve("fault-injector.so");
    Command.of("cc", "-shared", "-fPIC", "-O1", "-o", "" + library, "" + source, "-ldl")
        .run()
        .succeeded();
    return new FaultInjector(library, directory.resolve("fault-trace"));
  }

  /** The words of a command that meets the fault when it changes files below a directory. */
  List<String> around(List<String> words, Path below, Fault fault) throws IOException {
    Files.deleteIfExists(trace);
    Files.createFile(trace);
    Files.setPosixFilePermissions(trace, PosixFilePermissions.fromString("rw-rw-rw-"));
    Map<String, String> environment = new TreeMap<>();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("FAULT_BELOW", below.toString());
    environment.put("FAULT_TRACE", trace.toString());
    environment.put("FAULT_AT", Integer.toString(fault.at()));
    environment.put("FAULT_HOW", fault.kind().word());
    List<String> all = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> all.add(name + "=" + value));
    all.addAll(words);
    return all;
  }

  /** The words of a command that is started below an injured one and is not injured itself. */
  static List<String> outside(List<String> words) {
    List<String> all = new ArrayList<>(List.of("env", "-u", "LD_PRELOAD"));
    all.addAll(words);
    return all;
  }

  /** The calls that were counted, in order: number, name, path, and for some a second path. */
  List<String> calls() throws IOException {
    return Files.readAllLines(trace);
  }
}
