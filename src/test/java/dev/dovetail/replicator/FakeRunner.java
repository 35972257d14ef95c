package dev.dovetail.replicator;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Users, destinations and syncs as a test wants them. */
final class FakeRunner implements SyncRunner {
  final Map<String, List<String>> users = new ConcurrentHashMap<>();
  final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  final AtomicInteger lookUps = new AtomicInteger();
  private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
  volatile Function<SyncOrder, SyncResult> work = order -> SyncResult.done("state");
  volatile boolean overlapped;

  /** What a listing does before it ends. */
  volatile IoCall afterList = () -> {};

  /** May fail. */
  interface IoCall {
    void call() throws IOException;
  }

  @Override
  public void users(String mask, Consumer<String> each) throws IOException {
    users.keySet().stream().sorted().forEach(each);
    afterList.call();
  }

  @Override
  public Optional<Subject> find(String user) throws IOException {
    lookUps.incrementAndGet();
    List<String> destinations = users.get(user);
    if (destinations == null) {
      return Optional.empty();
    }
    if (destinations.contains("error")) {
      throw new IOException("the user database is away");
    }
    return Optional.of(
        new Subject() {
          @Override
          public List<String> destinations() {
            return destinations;
          }

          @Override
          public SyncResult sync(SyncOrder order) {
            return synced(user, order);
          }
        });
  }

  private SyncResult synced(String user, SyncOrder order) {
    AtomicInteger count = running.computeIfAbsent(user, name -> new AtomicInteger());
    overlapped |= count.incrementAndGet() > 1;
    begun.add(user + " " + order.destination() + " " + order.type());
    try {
      return work.apply(order);
    } finally {
      count.decrementAndGet();
    }
  }

  /** The next sync that begins. */
  String next() throws InterruptedException {
    String next = begun.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing is synced");
    }
    return next;
  }

  /** Fails if a sync begins within a moment. */
  void none() throws InterruptedException {
    String next = begun.poll(150, TimeUnit.MILLISECONDS);
    if (next != null) {
      throw new AssertionError("synced: " + next);
    }
  }
}
