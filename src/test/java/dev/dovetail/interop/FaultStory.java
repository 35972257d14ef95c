package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two accounts that are to be synced, and copies of them to try faults on. */
final class FaultStory {
  private final FaultSetting setting;
  private final DovecotInstance dovecot;
  private final Account left;
  private final Account right;
  private final Stage stage;
  private final Account observed;
  private final StoreSnapshot leftBefore;
  private final StoreSnapshot rightBefore;
  private final StoreSnapshot outcome;

  /** Plays the story once without any fault. */
  FaultStory(FaultSetting setting, DovecotInstance dovecot, Dovetail dovetail)
      throws IOException, InterruptedException {
    this.setting = setting;
    this.dovecot = dovecot;
    Path configuration = setting.configuration(dovecot);
    EventfulPast past = EventfulPast.write(dovecot, configuration, dovetail);
    this.left = past.left();
    this.right = past.right();
    this.stage =
        new Stage(
            Pairing.OURS_TO_OURS,
            dovetail,
            dovecot.newAccount(configuration),
            dovecot.newAccount(configuration));
    this.observed = dovecot.newAccount(configuration);
    leftBefore = left.snapshot();
    rightBefore = right.snapshot();
    begin();
    stage.settle();
    outcome = stage.left().snapshot();
  }

  /** Puts both ends back to where the story begins. */
  void begin() throws IOException, InterruptedException {
    copy(left, stage.left());
    copy(right, stage.right());
    dovecot.forgetLog();
  }

  private static void copy(Account from, Account to) throws IOException, InterruptedException {
    Command.of("rm", "-rf", "" + to.home()).run().succeeded();
    Command.of("cp", "-a", "" + from.home(), "" + to.home()).run().succeeded();
  }

  FaultSetting setting() {
    return setting;
  }

  Account account(Fault.End end) {
    return end == Fault.End.INITIATOR ? stage.left() : stage.right();
  }

  /** Syncs while a fault happens; what it says is returned. */
  Command.Result strike(FaultInjector injector, Fault fault)
      throws IOException, InterruptedException {
    Dovetail dovetail = stage.dovetail();
    Pairing pairing = setting.pairing(fault.end());
    List<String> server = pairing.server(dovetail, stage.right());
    boolean atInitiator = fault.end() == Fault.End.INITIATOR;
    Path below = account(fault.end()).home();
    List<String> words = new ArrayList<>(List.of("sync", "-u", stage.left().user()));
    words.addAll(
        atInitiator ? FaultInjector.outside(server) : injector.around(server, below, fault));
    Command sync = pairing.command(dovetail, stage.left(), words);
    Command.Result result =
        (atInitiator ? Command.of(injector.around(sync.words(), below, fault)) : sync).run();
    // What a Dovecot says of an end that dies is its good right.
    dovecot.forgetLog();
    return result;
  }

  /**
   * A real Dovecot opens the store that the fault has left, and works with it as if nothing had
   * happened: on a copy, so that our program gets to see it as it is.
   */
  void assertDovecotCanUse(Fault fault) throws IOException, InterruptedException {
    copy(account(fault.end()), observed);
    if (fault.kind() == Fault.Kind.TORN) {
      // Finding half a record, also one of its own, it says so until it has repaired the index.
      for (int look = 0; look < 3; look++) {
        observed.doveadm("fetch", "uid", "all");
      }
      dovecot.forgetLog();
    }
    StoreSnapshot seen = observed.snapshot();
    StoreSnapshot before = fault.end() == Fault.End.INITIATOR ? leftBefore : rightBefore;
    List<String> mustBeThere = new ArrayList<>(before.texts());
    mustBeThere.retainAll(outcome.texts());
    assertThat(seen.texts()).as("mails after the fault").containsAll(mustBeThere);
    observed.save("INBOX", "after the fault");
    observed.run("flags add", "\\Answered after-the-fault", "mailbox", "INBOX", "1:*");
    observed.run("mailbox create", "After the fault");
    observed.run("mailbox subscribe", "After the fault");
    dovecot.assertNoErrors();
  }

  /** One or two further runs bring both ends to where they would have come without the fault. */
  void assertNextRunsSettle() throws IOException, InterruptedException {
    Command.Result result = stage.attempt("sync");
    StoreSnapshot reached = stage.left().snapshot();
    List<String> differences = StoreSnapshot.differences(reached, stage.right().snapshot());
    if (result.exit() == 2 || result.exit() == 0 && !differences.isEmpty()) {
      result = stage.attempt("sync");
      reached = stage.left().snapshot();
      differences = StoreSnapshot.differences(reached, stage.right().snapshot());
    }
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(differences).as(result.toString()).isEmpty();
    assertThat(reached.content()).isEqualTo(outcome.content());
    dovecot.assertNoErrors();
  }
}
