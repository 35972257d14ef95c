package dev.dovetail;

import dev.dovetail.cli.EndBySignal;
import dev.dovetail.cli.Program;
import dev.dovetail.cli.output.StandardOutput;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Process entry. */
public final class Main {
  private static final int SOFTWARE_FAULT = 75;

  private Main() {}

  public static void main(String[] arguments) {
    StderrLog log = new StderrLog(new FileOutputStream(FileDescriptor.err), false);
    Interruption interruption = new Interruption();
    String name = System.getProperty("dovetail.name", "dovetail");
    StderrLog lastLog = log.withPrefix(Program.shownName(name) + ": ");
    EndBySignal end = new EndBySignal(Thread.currentThread(), lastLog, interruption);
    Runtime.getRuntime().addShutdownHook(end);
    int exitCode = run(name, arguments, log, interruption);
    if (!interruption.isInterrupted()) {
      end.finished();
      System.exit(exitCode);
    }
  }

  private static int run(
      String name, String[] arguments, StderrLog log, Interruption interruption) {
    try {
      return new Program(name, System.getenv(), log, new StandardOutput(), interruption)
          .run(arguments);
    } catch (RuntimeException | Error e) {
      log.error("A fault of this program, please report it: " + e);
      e.printStackTrace();
      return SOFTWARE_FAULT;
    }
  }
}
