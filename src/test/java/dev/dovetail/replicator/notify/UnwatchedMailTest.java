package dev.dovetail.replicator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.Log;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UnwatchedMailTest {
  private final BlockingQueue<String> changed = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();
  private final UnwatchedMail unwatched = new UnwatchedMail(changed::add, Log.NONE, 10);
  private volatile long mail;
  private volatile boolean closed;

  @BeforeEach
  void openEyes() {
    unwatched.use(user -> user.equals("gone") ? Optional.empty() : Optional.of(() -> look(user)));
  }

  @AfterEach
  void close() {
    unwatched.close();
  }

  private long look(String user) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    looks.add(user);
    return mail;
  }

  private String next(BlockingQueue<String> queue) throws InterruptedException {
    return queue.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void isLookedAtFromTheEndOfItsOwnersProcessOn() throws Exception {
    unwatched.isWatched("vmail", "jane");
    unwatched.isWatched("vmail", "gone");
    unwatched.ending("vmail");
    assertThat(next(looks)).isEqualTo("jane");
    assertThat(next(looks)).isEqualTo("jane");
    assertThat(changed).isEmpty();
    mail++;
    assertThat(next(changed)).isEqualTo("jane");
  }

  @Test
  void hasPerhapsChangedIfTheProcessWasLost() throws Exception {
    unwatched.isWatched("vmail", "jane");
    unwatched.lost("vmail");
    assertThat(next(changed)).isEqualTo("jane");
    assertThat(looks).isEmpty();
  }

  @Test
  void isNotLookedAtAnyMoreWhenItCannotBe() throws Exception {
    unwatched.isWatched("vmail", "jane");
    unwatched.ending("vmail");
    assertThat(next(looks)).isEqualTo("jane");
    closed = true;
    mail++;
    assertThat(changed.poll(300, TimeUnit.MILLISECONDS)).isNull();
    closed = false;
    assertThat(changed.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }
}
