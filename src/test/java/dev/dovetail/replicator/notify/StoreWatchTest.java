package dev.dovetail.replicator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWatchTest {
  @TempDir Path home;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private StoreWatch watch;
  private Path inbox;

  @BeforeEach
  void start() throws IOException {
    inbox = Files.createDirectories(home.resolve("Maildir"));
    for (String name : List.of("cur", "new", "tmp", ".Old")) {
      Files.createDirectory(inbox.resolve(name));
    }
    append(inbox);
    append(inbox.resolve(".Old"));
    watch = StoreWatch.start(told::add, Log.NONE);
    watch.follow("jane", List.of(inbox));
  }

  @AfterEach
  void end() throws IOException {
    watch.close();
  }

  private static void append(Path mailbox) throws IOException {
    Files.writeString(
        mailbox.resolve("dovecot.index.log"),
        "x",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void assertTold() throws InterruptedException {
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("jane");
  }

  private void assertSilence() throws InterruptedException {
    assertThat(told.poll(150, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void whatIsWrittenToAnIndexLogIsTold() throws Exception {
    append(inbox);
    assertTold();
    append(inbox.resolve(".Old"));
    assertTold();
  }

  @Test
  void aChangeInSeveralPartsIsToldOnce() throws Exception {
    // Long enough for a machine that is busy between two of them.
    try (StoreWatch patient = StoreWatch.start(told::add, 500, Log.NONE)) {
      patient.follow("joe", List.of(inbox));
      append(inbox);
      append(inbox);
      append(inbox.resolve(".Old"));
      List<String> names = new ArrayList<>();
      while (!names.contains("joe")) {
        names.add(told.poll(10, TimeUnit.SECONDS));
      }
      assertThat(told.poll(700, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void aDeliveryIntoNewIsTold() throws Exception {
    Files.writeString(inbox.resolve("new/1.a"), "mail");
    assertTold();
  }

  @Test
  void locksAndTemporaryFilesAreNoNews() throws Exception {
    Files.writeString(inbox.resolve("dovecot-uidlist.lock"), "");
    Files.delete(inbox.resolve("dovecot-uidlist.lock"));
    Files.writeString(inbox.resolve("dovecot.index.cache"), "x");
    Files.writeString(inbox.resolve("tmp/1.a"), "mail");
    assertSilence();
  }

  @Test
  void aNewMailboxIsWatchedFromThenOn() throws Exception {
    Path fresh = Files.createDirectory(inbox.resolve(".Fresh"));
    assertTold();
    append(fresh);
    assertTold();
    Files.delete(fresh.resolve("dovecot.index.log"));
    Files.delete(fresh);
    assertTold();
  }

  @Test
  void subscriptionsAndDeletesAreTold() throws Exception {
    Files.writeString(inbox.resolve("subscriptions"), "Old\n");
    assertTold();
    Files.writeString(inbox.resolve("dovecot.mailbox.log"), "x");
    assertTold();
  }

  @Test
  void aLinkLeadsNowhere() throws Exception {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.createSymbolicLink(inbox.resolve(".Link"), elsewhere);
    assertSilence();
    append(elsewhere);
    assertSilence();
  }

  @Test
  void aStoreThatIsMadeLaterIsWatchedThen() throws Exception {
    Path later = home.resolve("later");
    watch.follow("joe", List.of(later));
    Files.createDirectory(later);
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("joe");
    append(later);
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("joe");
  }

  @Test
  void whatTheSystemDoesNotWatchIsLookedAt() throws Exception {
    List<String> seen = new ArrayList<>();
    // Two changes within a tick of the system's clock leave a directory the same time.
    FileTime longAgo = FileTime.fromMillis(1);
    Files.setLastModifiedTime(inbox.resolve("new"), longAgo);
    try (PolledDirectories polled = polled(seen)) {
      polled.add("jane", inbox);
      polled.add("jane", inbox.resolve("new"));
      polled.look();
      assertThat(seen).isEmpty();
      append(inbox);
      polled.look();
      polled.look();
      assertThat(seen).containsExactly("jane");
      Files.writeString(inbox.resolve("new/1.a"), "mail");
      polled.look();
      assertThat(seen).containsExactly("jane", "jane");
      Files.setLastModifiedTime(inbox, longAgo);
      polled.look();
      Path fresh = Files.createDirectory(inbox.resolve(".Fresh"));
      polled.look();
      polled.look();
      assertThat(seen).containsExactly("jane", "jane", "jane " + fresh);
    }
  }

  @Test
  void whoLooksTakesNoLocksForNewsEither() throws Exception {
    List<String> seen = new ArrayList<>();
    Path later = home.resolve("later");
    try (PolledDirectories polled = polled(seen)) {
      polled.add("jane", inbox);
      polled.add("joe", later);
      Files.writeString(inbox.resolve("mailboxes.lock.1"), "");
      Files.setLastModifiedTime(inbox, FileTime.fromMillis(1));
      polled.look();
      assertThat(seen).isEmpty();
      Files.createDirectory(later);
      polled.look();
      Files.setLastModifiedTime(later, FileTime.fromMillis(1));
      polled.look();
      assertThat(seen).as("looked at no more").containsExactly("joe " + later);
    }
  }

  private static PolledDirectories polled(List<String> seen) {
    return new PolledDirectories(
        new PolledDirectories.Found() {
          @Override
          public void changed(String user) {
            seen.add(user);
          }

          @Override
          public void made(String user, Path directory) {
            seen.add(user + " " + directory);
          }
        });
  }
}
