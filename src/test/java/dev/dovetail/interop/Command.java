package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A program to run in an environment of our own making, with a time limit.
 *
 * @param words program and arguments
 * @param environment all of its environment
 */
record Command(List<String> words, Map<String, String> environment, Path directory) {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  static Command of(List<String> words) {
    return new Command(
        List.copyOf(words),
        Map.of(
            "PATH",
            SEARCH_PATH,
            "HOME",
            "/",
            "TZ",
            "UTC",
            "LC_ALL",
            "C.UTF-8",
            "JAVA_HOME",
            System.getProperty("java.home")),
        Path.of("/"));
  }

  static Command of(String... words) {
    return of(List.of(words));
  }

  /** The same with more in its environment. */
  Command with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Command(words, Map.copyOf(all), directory);
  }

  /** What a finished program left: exit status, standard output and standard error. */
  record Result(List<String> words, int exit, byte[] output, String errors) {
    String text() {
      return new String(output, UTF_8);
    }

    List<String> lines() {
      return text().lines().toList();
    }

    Result succeeded() {
      if (exit != 0) {
        throw new AssertionError("failed: " + this);
      }
      return this;
    }

    @Override
    public String toString() {
      String shown = text();
      return String.join(" ", words)
          + "\n  exit status "
          + exit
          + "\n  standard error: "
          + errors.strip()
          + "\n  standard output: "
          + shown.substring(0, Math.min(shown.length(), 2000)).strip();
    }
  }

  Result run() throws IOException, InterruptedException {
    return run(new byte[0]);
  }

  Result run(byte[] input) throws IOException, InterruptedException {
    Process process = start();
    CompletableFuture<byte[]> output = drain(process.getInputStream());
    CompletableFuture<byte[]> errors = drain(process.getErrorStream());
    try (OutputStream to = process.getOutputStream()) {
      to.write(input);
    } catch (IOException e) {
      // It went away without reading all of it; its exit status tells.
    }
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          "no end after "
              + LIMIT.toSeconds()
              + " s: "
              + String.join(" ", words)
              + "\n  standard error: "
              + new String(finished(errors), UTF_8));
    }
    return new Result(
        words, process.exitValue(), finished(output), new String(finished(errors), UTF_8));
  }

  /** A child that outlives the program and keeps its output open must not keep us. */
  private byte[] finished(CompletableFuture<byte[]> stream) {
    try {
      return stream.orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new AssertionError("output stays open after the end of " + words, e);
    }
  }

  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static boolean found(String program) {
    for (String folder : SEARCH_PATH.split(":")) {
      if (java.nio.file.Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static CompletableFuture<byte[]> drain(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        // One thread each: the common pool may have none to spare.
        task -> {
          Thread thread = new Thread(task, "drain");
          thread.setDaemon(true);
          thread.start();
        });
  }
}
