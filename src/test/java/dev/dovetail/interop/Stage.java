package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/**
 * Two accounts and the programs between them. The left one always starts the sync.
 *
 * @param left the initiator's account
 * @param right the responder's account
 */
record Stage(Pairing pairing, Dovetail dovetail, Account left, Account right) {
  @Override
  public String toString() {
    return pairing.toString();
  }

  /** How often the protocol may need to run until nothing is left to do. */
  private static final int RUNS = 3;

  /** One sync that must succeed without a word. */
  void sync(String... options) throws IOException, InterruptedException {
    quiet("sync", options);
  }

  void quiet(String verb, String... options) throws IOException, InterruptedException {
    Command.Result result = attempt(verb, options);
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).as(result.toString()).isEmpty();
    assertThat(result.text()).as(result.toString()).isEmpty();
  }

  /** One run, however it ends. */
  Command.Result attempt(String verb, String... options) throws IOException, InterruptedException {
    return pairing.run(dovetail, left, right, verb, List.of(options));
  }

  /** A stateful sync; returns the new state. */
  String syncFrom(String state, String... options) throws IOException, InterruptedException {
    List<String> all = new java.util.ArrayList<>(List.of(options));
    all.add("-s");
    all.add(state);
    Command.Result result = pairing.run(dovetail, left, right, "sync", all);
    assertThat(result.exit()).as(result.toString()).isZero();
    return result.text().strip();
  }

  /** Syncs until both are equal, at most as often as the protocol may need. */
  void settle(String... options) throws IOException, InterruptedException {
    Command.Result result = null;
    for (int run = 0; run < RUNS; run++) {
      result = attempt("sync", options);
      // 2: it noticed changes of its own making and asks for another run.
      assertThat(result.exit()).as(result.toString()).isIn(0, 2);
      if (differences().isEmpty()) {
        assertEqual();
        return;
      }
    }
    assertThat(differences()).as("after %s runs; the last: %s", RUNS, result).isEmpty();
  }

  List<String> differences() throws IOException, InterruptedException {
    return StoreSnapshot.differences(left.snapshot(), right.snapshot());
  }

  /** Both accounts hold the same, and Dovecot has nothing to complain of. */
  void assertEqual() throws IOException, InterruptedException {
    assertThat(differences()).isEmpty();
    left.dovecot().assertNoErrors();
    right.dovecot().assertNoErrors();
  }

  /** A further run changes nothing on either side. */
  void assertQuiet() throws IOException, InterruptedException {
    StoreSnapshot before = left.snapshot();
    sync();
    assertThat(StoreSnapshot.differences(before, left.snapshot())).isEmpty();
    assertThat(StoreSnapshot.differences(before, right.snapshot())).isEmpty();
  }
}
