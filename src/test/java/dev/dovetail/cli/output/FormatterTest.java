package dev.dovetail.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The same rows as doveadm prints them (doveadm-interfaces 1.11). */
class FormatterTest {
  private static final List<Column> FIELDS = List.of(Column.of("field"), Column.of("value"));
  private static final List<List<String>> USER =
      List.of(
          List.of("uid", "5000"),
          List.of("home", "/srv/mail/jane"),
          List.of("mail_replica", "tcp:beta.example.com"));

  private static String format(
      String name, List<Column> columns, boolean hideTitles, List<List<String>> rows) {
    StringBuilder out = new StringBuilder();
    try (Formatter formatter = Formatter.of(name, columns, hideTitles, 80, out)) {
      rows.forEach(formatter::row);
    }
    return out.toString();
  }

  @Test
  void flowsTitlesAndValues() {
    assertThat(format("flow", FIELDS, false, USER))
        .isEqualTo(
            "field=uid value=5000\n"
                + "field=home value=/srv/mail/jane\n"
                + "field=mail_replica value=tcp:beta.example.com\n");
    assertThat(format("flow", List.of(Column.hidden("state")), false, List.of(List.of("X="))))
        .isEqualTo("X=\n");
  }

  @Test
  void separatesByTabs() {
    assertThat(format("tab", FIELDS, false, USER))
        .isEqualTo(
            "field\tvalue\nuid\t5000\nhome\t/srv/mail/jane\nmail_replica\ttcp:beta.example.com\n");
    assertThat(format("tab", FIELDS, true, List.of())).isEmpty();
    assertThat(format("tab", List.of(Column.hidden("state")), false, List.of()))
        .isEqualTo("state\n");
  }

  @Test
  void padsTables() {
    String pad = " ".repeat(43);
    assertThat(format("table", FIELDS, false, USER))
        .isEqualTo(
            ("field        value" + pad.substring(5) + "\n")
                + ("uid          5000" + pad.substring(4) + "\n")
                + ("home         /srv/mail/jane" + pad.substring(14) + "\n")
                + ("mail_replica tcp:beta.example.com" + pad.substring(20) + "\n"));
  }

  @Test
  void widensTheExpandableColumn() {
    List<Column> columns = List.of(Column.expandable("username"), Column.of("state"));
    assertThat(format("table", columns, false, List.of(List.of("jane", "x"))))
        .isEqualTo("username" + " ".repeat(33) + " state\n" + "jane" + " ".repeat(37) + " x    \n");
  }

  @Test
  void leavesATableOfHiddenTitlesWithoutTitles() {
    List<Column> hidden = List.of(Column.hidden("state"));
    assertThat(format("table", hidden, false, List.of())).isEmpty();
    assertThat(format("table", hidden, false, List.of(List.of("AQAAAHm4+Jk="))))
        .isEqualTo("AQAAAHm4+Jk=" + " ".repeat(34) + "\n");
  }

  @Test
  void letsLongCellsOverflow() {
    List<Column> columns = List.of(Column.of("a"), Column.of("b"));
    String longCell = "x".repeat(70);
    assertThat(
            format(
                "table",
                columns,
                true,
                List.of(List.of(longCell, "y".repeat(20)), List.of("s", "t"))))
        .isEqualTo(
            longCell
                + " "
                + "y".repeat(20)
                + "\n"
                + "s"
                + " ".repeat(69)
                + " t"
                + " ".repeat(8)
                + "\n");
  }

  @Test
  void pagesRows() {
    assertThat(format("pager", FIELDS, false, USER.subList(0, 2)))
        .isEqualTo("field: uid\nvalue: 5000\n\f\nfield: home\nvalue: /srv/mail/jane\n");
  }

  @Test
  void writesJsonWithoutALastNewline() {
    assertThat(format("json", FIELDS, false, List.of(List.of("a\"\\\n\u0001", "é"))))
        .isEqualTo("[{\"field\":\"a\\\"\\\\\\n\\u0001\",\"value\":\"é\"}]");
    assertThat(format("json", FIELDS, false, List.of())).isEqualTo("[]");
    assertThat(format("json", FIELDS, false, List.of(List.of("a", "b"), List.of("c", "d"))))
        .isEqualTo("[{\"field\":\"a\",\"value\":\"b\"},{\"field\":\"c\",\"value\":\"d\"}]");
  }
}
