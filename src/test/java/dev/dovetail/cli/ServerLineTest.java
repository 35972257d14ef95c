package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.cli.line.CommandModel;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first lines were recorded from doveadm, the others differ from it on purpose. */
class ServerLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sync -S x -u jane -f -l 5 -s _ -d|sync,-u,jane,-f,-l,5,-s,_,-d,--",
        "sync -S x -u jane --full-sync --lock-timeout=5 maildir:/a|sync,-u,jane,-f,-l,5,--,maildir:/a",
        "sync -S x -x a -s _ -x c -fU -l 7 -u jane -1 -R --state=XYZ tcp:h foo"
            + "|sync,-u,jane,-f,-R,-U,-l,7,-x,a,-x,c,-s,XYZ,-1,--,tcp:h,foo",
        "backup -S x maildir:/a|backup,--,maildir:/a",
        "sync -S x -- -x tcp:h|sync,--,-x,tcp:h",
        "sync -S x -A --jobs 3 tcp:h|sync,-u,jane,--,tcp:h",
        "sync -S x -F file tcp:h|sync,-u,jane,--,tcp:h",
        "sync -S x -u j* tcp:h|sync,-u,jane,--,tcp:h",
      })
  void isWhatDoveadmSends(String typed, String sent) throws UsageException {
    String[] arguments = typed.split(" ");
    ParsedLine line = new CommandModel("dovetail").parse(arguments);
    assertThat(ServerLine.of(line, "jane", line.words())).isEqualTo(List.of(sent.split(",")));
  }
}
