package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One end of a sync is killed, or its disk fails, at a call that changes its store. Dovecot then
 * opens what is left without complaint, no mail is lost, doubled or half-written, and the next run
 * completes what was begun.
 *
 * <p>The ordinary run tries the calls that once did harm, and a few others. {@code
 * -Ddovetail.faults=all} tries every one, {@code INITIATOR:KILL} those of one kind at one end,
 * {@code INITIATOR:KILL:17} one.
 */
@RequiresDovecot
@RequiresCompiler
class FaultsIT {
  private static final String CHOSEN = System.getProperty("dovetail.faults", "");
  private static final int SAMPLE = 3;

  private static FaultInjector injector;
  private static FaultStory story;

  /** How each end changes its store when nothing happens. */
  private static final Map<Fault.End, List<String>> CALLS = new EnumMap<>(Fault.End.class);

  @BeforeAll
  static void writeStory() throws Exception {
    DovecotInstance dovecot = Stages.dovecot();
    Dovetail dovetail = Dovetail.builtHere(dovecot);
    injector = FaultInjector.compile(dovecot.directory());
    EventfulPast past = EventfulPast.write(dovecot, dovetail);
    story = new FaultStory(past.left(), past.right(), dovetail);
    for (Fault.End end : Fault.End.values()) {
      story.begin();
      story.strike(injector, new Fault(end, Fault.Kind.KILL, Integer.MAX_VALUE)).succeeded();
      CALLS.put(end, injector.calls());
    }
  }

  /** Calls whose interruption once made Dovecot wait or complain, or is the worst of its kind. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RESPONDER | KILL | write .*/dovecot-uidlist.lock.*",
        "RESPONDER | KILL | rename /Maildir/.Work/tmp/.*",
        "INITIATOR | KILL | rename /Maildir/tmp/.*",
        "INITIATOR | KILL | rename /Maildir/.Old .*",
        "RESPONDER | KILL | rename .*/dovecot.index.log.draft .*",
        "INITIATOR | FULL | write /Maildir/.*tmp/.*",
        "RESPONDER | EIO | fsync /Maildir/.*tmp/.*",
      })
  void losesNothingAtACriticalCall(Fault.End end, Fault.Kind kind, String call) throws Exception {
    List<String> calls = CALLS.get(end);
    for (int i = 0; i < calls.size(); i++) {
      String line = calls.get(i);
      if (line.substring(line.indexOf('\t') + 1).replace('\t', ' ').matches(call)) {
        play(new Fault(end, kind, i + 1));
        return;
      }
    }
    throw new AssertionError("There is no such call: " + call);
  }

  @Test
  void losesNothingAtAnyCall() throws Exception {
    List<String> failures = new ArrayList<>();
    List<Fault> faults = CHOSEN.isEmpty() ? sample() : chosen();
    for (Fault fault : faults) {
      try {
        play(fault);
      } catch (AssertionError e) {
        System.out.println("FAILED " + e.getMessage());
        failures.add(e.getMessage());
      }
    }
    System.out.println("Faults tried: " + faults.size() + ", of them harmful: " + failures.size());
    assertThat(failures).isEmpty();
  }

  private static List<Fault> sample() {
    long seed = Long.getLong("dovetail.faults.seed", System.nanoTime());
    System.out.println("Faults chosen by -Ddovetail.faults.seed=" + seed);
    Random random = new Random(seed);
    List<Fault> all = new ArrayList<>(faults("INITIATOR:KILL"));
    all.addAll(faults("RESPONDER:KILL"));
    List<Fault> sample = new ArrayList<>();
    for (int i = 0; i < SAMPLE; i++) {
      sample.add(all.get(random.nextInt(all.size())));
    }
    return sample;
  }

  private static List<Fault> chosen() {
    String[] parts = CHOSEN.split(":");
    return parts.length == 3
        ? List.of(
            new Fault(
                Fault.End.valueOf(parts[0]),
                Fault.Kind.valueOf(parts[1]),
                Integer.parseInt(parts[2])))
        : faults(CHOSEN);
  }

  private static List<Fault> faults(String wanted) {
    List<Fault> faults = new ArrayList<>();
    for (Fault.End end : Fault.End.values()) {
      List<String> calls = CALLS.get(end);
      for (Fault.Kind kind : Fault.Kind.values()) {
        for (int at = 1; at <= calls.size(); at++) {
          boolean differsFromKill = kind != Fault.Kind.TORN || calls.get(at - 1).contains("write");
          if (differsFromKill && (wanted.equals("all") || wanted.equals(end + ":" + kind))) {
            faults.add(new Fault(end, kind, at));
          }
        }
      }
    }
    return faults;
  }

  private static void play(Fault fault) throws IOException, InterruptedException {
    story.begin();
    Command.Result result = story.strike(injector, fault);
    List<String> calls = injector.calls();
    if (calls.size() < fault.at()) {
      // The threads took another turn than in the run that was counted.
      assertThat(result.exit()).as(result.toString()).isZero();
      return;
    }
    String struck = calls.get(fault.at() - 1);
    if (!CHOSEN.isEmpty()) {
      System.out.println(fault + " at " + struck + "\n" + result.errors());
    }
    try {
      assertSaysWhatHappened(fault, result);
      story.assertDovecotCanUse(fault);
      story.assertNextRunsSettle();
    } catch (AssertionError e) {
      throw new AssertionError(fault + " at " + struck + ": " + e.getMessage(), e);
    }
  }

  private static void assertSaysWhatHappened(Fault fault, Command.Result result) {
    assertThat(result.errors()).doesNotContain("\tat ").doesNotContain("Exception");
    if (fault.kind().endsTheProcess()) {
      assertThat(result.exit())
          .as(result.toString())
          .isEqualTo(fault.end() == Fault.End.INITIATOR ? 137 : 75);
    } else if (result.exit() != 0) {
      // What only spares work, or makes room, may fail without harm.
      assertThat(result.exit()).as(result.toString()).isEqualTo(75);
      assertThat(result.errors().lines())
          .as(result.toString())
          .anyMatch(
              line ->
                  line.contains(story.account(fault.end()).user())
                      && line.contains(": " + fault.kind().errorText() + "; ")
                      && line.contains("run the sync again"));
    }
  }
}
