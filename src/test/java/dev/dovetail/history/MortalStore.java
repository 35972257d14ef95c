package dev.dovetail.history;

import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * A process's hold of a store, which ends at its {@code n}-th change: from then on the store fails
 * whatever is asked of it, and nothing more happens to it. Counts the changes.
 */
public final class MortalStore {
  private static final Set<String> CHANGES =
      Set.of(
          "createMailbox",
          "createDirectory",
          "deleteMailbox",
          "deleteDirectory",
          "renameMailbox",
          "setSubscribed",
          "stage",
          "commit",
          "rebuild",
          "setUidValidity",
          "setGuid");

  private final MailStore store;
  private final int fatal;
  private final boolean afterIt;
  private int changes;
  private boolean dead;

  /**
   * @param fatal the change at which the process dies, counted from 1; less for never
   * @param afterIt whether that change is still made
   */
  public MortalStore(MailStore store, int fatal, boolean afterIt) {
    this.store = store;
    this.fatal = fatal;
    this.afterIt = afterIt;
  }

  public MailStore store() {
    return mortal(MailStore.class, store);
  }

  public synchronized int changes() {
    return changes;
  }

  private <T> T mortal(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    boolean isLast = CHANGES.contains(method.getName()) && isFatal();
    if (isLast && !afterIt) {
      throw die();
    }
    if (!method.getName().equals("close")) {
      checkAlive();
    }
    try {
      Object result = method.invoke(target, arguments);
      if (isLast) {
        throw die();
      }
      return result instanceof MailboxStore ? mortal(MailboxStore.class, result) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private synchronized boolean isFatal() {
    return ++changes == fatal;
  }

  private synchronized IOException die() {
    dead = true;
    return new IOException("killed at change " + fatal);
  }

  private synchronized void checkAlive() throws IOException {
    if (dead) {
      throw new IOException("killed before");
    }
  }
}
