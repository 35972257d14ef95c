package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One end of a sync is killed, or its disk fails, at a call that changes its store. Dovecot then
 * opens what is left without complaint, no mail is lost, doubled or half-written, and the next run
 * completes what was begun.
 *
 * <p>The ordinary run tries the calls that once did harm, and a few others. {@code
 * -Ddovetail.faults=all} tries every one, {@code INITIATOR:KILL} those of one kind at one end,
 * {@code INITIATOR:KILL:17} one; {@code -Ddovetail.faults.setting} names the {@link FaultSetting}.
 */
@RequiresDovecot
@RequiresCompiler
class FaultsIT {
  private static final String CHOSEN = System.getProperty("dovetail.faults", "");
  private static final int SAMPLE = 2;

  private static FaultInjector injector;

  private static final Map<FaultSetting, Told> TOLD = new EnumMap<>(FaultSetting.class);

  /**
   * A story, and how each end changes its store when nothing happens.
   *
   * @param calls as the injector notes them
   */
  private record Told(FaultStory story, Map<Fault.End, List<String>> calls) {}

  @BeforeAll
  static void compileInjector() throws Exception {
    injector = FaultInjector.compile(Stages.dovecot().directory());
  }

  private static Told told(FaultSetting setting) throws Exception {
    Told told = TOLD.get(setting);
    if (told == null) {
      DovecotInstance dovecot = Stages.dovecot();
      FaultStory story = new FaultStory(setting, dovecot, Dovetail.builtHere(dovecot));
      told = new Told(story, new EnumMap<>(Fault.End.class));
      for (Fault.End end : Fault.End.values()) {
        story.begin();
        Command.Result result =
            story.strike(injector, new Fault(end, Fault.Kind.KILL, Integer.MAX_VALUE));
        assertThat(result.exit()).as(result.toString()).isIn(0, 2);
        told.calls().put(end, injector.calls());
      }
      TOLD.put(setting, told);
    }
    return told;
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
    Told told = told(FaultSetting.PLAIN);
    List<String> calls = told.calls().get(end);
    for (int i = 0; i < calls.size(); i++) {
      String line = calls.get(i);
      if (line.substring(line.indexOf('\t') + 1).replace('\t', ' ').matches(call)) {
        play(told.story(), new Fault(end, kind, i + 1));
        return;
      }
    }
    throw new AssertionError("There is no such call: " + call);
  }

  static List<FaultSetting> settings() {
    String setting = System.getProperty("dovetail.faults.setting", "PLAIN");
    return CHOSEN.isEmpty() ? FaultSetting.ordinary() : List.of(FaultSetting.valueOf(setting));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void losesNothingAtAnyCall(FaultSetting setting) throws Exception {
    Told told = told(setting);
    List<String> failures = new ArrayList<>();
    List<Fault> faults = CHOSEN.isEmpty() ? sample(told.calls()) : chosen(told.calls());
    for (Fault fault : faults) {
      try {
        play(told.story(), fault);
      } catch (AssertionError e) {
        System.out.println("FAILED " + e.getMessage());
        failures.add(e.getMessage());
      }
    }
    System.out.println("Faults tried: " + faults.size() + ", of them harmful: " + failures.size());
    assertThat(failures).isEmpty();
  }

  private static List<Fault> sample(Map<Fault.End, List<String>> calls) {
    long seed = Long.getLong("dovetail.faults.seed", System.nanoTime());
    System.out.println("Faults chosen by -Ddovetail.faults.seed=" + seed);
    Random random = new Random(seed);
    List<Fault> all = new ArrayList<>(faults("INITIATOR:KILL", calls));
    all.addAll(faults("RESPONDER:KILL", calls));
    List<Fault> sample = new ArrayList<>();
    for (int i = 0; i < SAMPLE; i++) {
      sample.add(all.get(random.nextInt(all.size())));
    }
    return sample;
  }

  private static List<Fault> chosen(Map<Fault.End, List<String>> calls) {
    String[] parts = CHOSEN.split(":");
    return parts.length == 3
        ? List.of(
            new Fault(
                Fault.End.valueOf(parts[0]),
                Fault.Kind.valueOf(parts[1]),
                Integer.parseInt(parts[2])))
        : faults(CHOSEN, calls);
  }

  private static List<Fault> faults(String wanted, Map<Fault.End, List<String>> all) {
    List<Fault> faults = new ArrayList<>();
    for (Fault.End end : Fault.End.values()) {
      List<String> calls = all.get(end);
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

  private static void play(FaultStory story, Fault fault) throws IOException, InterruptedException {
    story.begin();
    Command.Result result = story.strike(injector, fault);
    List<String> calls = injector.calls();
    if (calls.size() < fault.at()) {
      // The threads took another turn than in the run that was counted.
      assertThat(result.exit()).as(result.toString()).isIn(0, 2);
      return;
    }
    String struck = calls.get(fault.at() - 1);
    if (!CHOSEN.isEmpty()) {
      System.out.println(fault + " at " + struck + "\n" + result.errors());
    }
    try {
      assertSaysWhatHappened(story, fault, result);
      story.assertDovecotCanUse(fault);
      story.assertNextRunsSettle();
    } catch (AssertionError e) {
      throw new AssertionError(fault + " at " + struck + ": " + e.getMessage(), e);
    }
  }

  private static void assertSaysWhatHappened(FaultStory story, Fault fault, Command.Result result) {
    assertThat(result.errors()).doesNotContain("\tat ").doesNotContain("Exception");
    if (fault.kind().endsTheProcess()) {
      assertThat(result.exit())
          .as(result.toString())
          .isEqualTo(fault.end() == Fault.End.INITIATOR ? 137 : 75);
    } else if (result.exit() != 0 && story.setting().isOurWord(fault.end())) {
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
