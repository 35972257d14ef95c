package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.userdb.User;
import dev.dovetail.userdb.UserDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code user -u}: what the user database says, and nothing of the configuration. */
final class UserdbAnswers {
  private static final int NAME_WIDTH = 10;

  private final Invocation run;
  private final UserArguments arguments;
  private final UserDirectory users;
  private final TextSink out;

  UserdbAnswers(Invocation run, UserArguments arguments, UserDirectory users) {
    this.run = run;
    this.arguments = arguments;
    this.users = users;
    this.out = new TextSink(run.out());
  }

  /** Returns the exit code, that of the last user who could not be printed. */
  int print(List<String> names) {
    UserDetails.beginPlainText(run, out);
    int exitCode = ExitCode.SUCCESS;
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        out.write("\n");
      }
      int one = print(names.get(i));
      exitCode = one == ExitCode.SUCCESS ? exitCode : one;
    }
    return exitCode;
  }

  private int print(String name) {
    String shown = Quoting.forMessage(name);
    Optional<User> user;
    try {
      user = users.lookup(name);
    } catch (IOException e) {
      run.log().error("userdb lookup failed for " + shown + ": " + e.getMessage());
      return ExitCode.of(e);
    }
    if (user.isEmpty()) {
      unknown("userdb lookup: user " + shown + " doesn't exist");
      return ExitCode.NO_USER;
    }
    if (arguments.field().isPresent()) {
      user.get().field(arguments.field().get()).ifPresent(value -> out.write(value + "\n"));
    } else {
      out.write("userdb: " + shown + "\n" + text(user.get()));
    }
    return ExitCode.SUCCESS;
  }

  private void unknown(String text) {
    if (arguments.field().isPresent()) {
      run.log().raw(text);
    } else {
      out.write(text + "\n");
    }
  }

  private static String text(User user) {
    StringBuilder text = new StringBuilder();
    append(text, "user", user.name());
    for (Map.Entry<String, String> field : user.fields().entrySet()) {
      append(text, field.getKey(), field.getValue());
    }
    if (user.fields().isEmpty()) {
      // doveadm takes the empty answer for a field without name.
      append(text, "", "");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, String value) {
    text.append("  ").append(name).append(" ".repeat(Math.max(0, NAME_WIDTH - name.length())));
    text.append(value.isEmpty() ? "" : ": ").append(value).append('\n');
  }
}
