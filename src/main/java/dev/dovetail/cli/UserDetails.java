package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.output.Column;
import dev.dovetail.cli.output.Formatter;
import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.Settings;
import dev.dovetail.config.UserSettings;
import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.log.StderrLog;
import dev.dovetail.userdb.User;
import dev.dovetail.userdb.UserDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code user} without {@code -u}: what the user database and the configuration make of a user. */
final class UserDetails {
  private static final int PLAIN_WIDTH = 80;
  private static final List<String> FIRST = List.of("user", "uid", "gid", "home", "mail");

  private final Invocation run;
  private final UserArguments arguments;
  private final UserDirectory users;
  private final Settings settings;
  private final TextSink out;

  UserDetails(Invocation run, UserArguments arguments, UserDirectory users, Settings settings) {
    this.run = run;
    this.arguments = arguments;
    this.users = users;
    this.settings = settings;
    this.out = new TextSink(run.out());
  }

  /** Before text that it does not lay out, doveadm's formatter prints a result without columns. */
  static void beginPlainText(Invocation run, TextSink out) {
    String format = run.globals().formatter();
    if (format.equals("json")) {
      out.write("[]");
    } else if (format.equals("tab") && !run.globals().hideTitles()) {
      out.write("\n");
    }
  }

  /** Returns the exit code, that of the last user who could not be printed. */
  int print(List<String> names) {
    if (arguments.field().isPresent() || arguments.text().isPresent()) {
      beginPlainText(run, out);
      return print(names, null, new StringBuilder());
    }
    String format = run.globals().formatter().isEmpty() ? "tab" : run.globals().formatter();
    List<Column> columns = List.of(Column.of("field"), Column.of("value"));
    // What is no row would be in the way of the rows; a table's rows come at its end anyway.
    StringBuilder remarks = new StringBuilder();
    boolean remarksFirst = format.equals("table");
    int exitCode;
    try (Formatter rows =
        Formatter.of(format, columns, run.globals().hideTitles(), PLAIN_WIDTH, run.out())) {
      exitCode = print(names, rows, remarks);
      if (remarksFirst) {
        out.write(remarks.toString());
      }
    }
    if (!remarksFirst) {
      out.write(remarks.toString());
    }
    return exitCode;
  }

  private int print(List<String> names, Formatter rows, StringBuilder remarks) {
    int exitCode = ExitCode.SUCCESS;
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        remark("\n", rows, remarks);
      }
      int one = print(names.get(i), rows, remarks);
      exitCode = one == ExitCode.SUCCESS ? exitCode : one;
    }
    return exitCode;
  }

  private void remark(String text, Formatter rows, StringBuilder remarks) {
    if (rows == null) {
      out.write(text);
    } else {
      remarks.append(text);
    }
  }

  private int print(String name, Formatter rows, StringBuilder remarks) {
    StderrLog log = run.logFor(name);
    try {
      Optional<User> user = users.lookup(name);
      if (user.isEmpty()) {
        String text = "\nuserdb lookup: user " + Quoting.forMessage(name) + " doesn't exist";
        if (rows == null) {
          run.log().raw(text);
        } else {
          remarks.append(text).append('\n');
        }
        return ExitCode.NO_USER;
      }
      UserSettings own = settings.forUser(user.get().name(), user.get().fields());
      print(name, user.get(), own.of(arguments.info()), rows);
      return ExitCode.SUCCESS;
    } catch (IOException e) {
      Failure.report(e, log);
      return ExitCode.of(e);
    }
  }

  private void print(String name, User user, UserSettings own, Formatter rows) throws IOException {
    if (arguments.text().isPresent()) {
      expand(arguments.text().get(), own);
      return;
    }
    Map<String, String> fields = fields(name, user, own);
    if (arguments.field().isPresent()) {
      String value = fields.get(arguments.field().get());
      if (value != null) {
        out.write(value + "\n");
      }
      return;
    }
    for (Map.Entry<String, String> field : fields.entrySet()) {
      rows.row(List.of(field.getKey(), field.getValue()));
    }
  }

  /** A text that cannot be expanded is said, and is no failure of the command. */
  private void expand(String text, UserSettings own) throws IOException {
    try {
      out.write(own.expand(text, SessionId.next()) + "\n");
    } catch (ConfigException e) {
      run.log().error(e.getMessage());
    }
  }

  private Map<String, String> fields(String name, User user, UserSettings own) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    if (!user.name().equals(name)) {
      fields.put("user", user.name());
    }
    fields.put("uid", own.accountText("uid"));
    fields.put("gid", own.accountText("gid"));
    fields.put("home", own.homeText());
    fields.put(settings.isVersion24() ? "mail_path" : "mail", own.mailLocationText());
    for (Map.Entry<String, String> field : user.fields().entrySet()) {
      if (!FIRST.contains(field.getKey())) {
        fields.putIfAbsent(field.getKey(), field.getValue());
      }
    }
    if (user.fields().isEmpty()) {
      // doveadm takes the empty answer for a field without name.
      fields.put("", "");
    }
    return fields;
  }
}
