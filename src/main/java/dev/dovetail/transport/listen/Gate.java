package dev.dovetail.transport.listen;

import java.util.HashMap;
import java.util.Map;

/**
 * Who may come in: few of one address that have not shown their password yet, and an address that
 * guesses waits longer each time. Thread-safe.
 */
public final class Gate {
  private static final int MAX_STRANGERS = 20;
  private static final int MAX_ADDRESSES = 10_000;
  private static final long FORGET_NANOS = 600_000_000_000L;
  private static final long FIRST_DELAY_MILLIS = 500;
  private static final int MAX_DOUBLINGS = 5;

  private final Map<String, Address> addresses = new HashMap<>();

  private static final class Address {
    int strangers;
    int failures;
    long lastFailure;
  }

  /** Whether one more from this address may try; then {@link #settled} follows. */
  public synchronized boolean admit(String address) {
    forgetOld();
    Address known = addresses.get(address);
    if (known == null) {
      if (addresses.size() >= MAX_ADDRESSES) {
        return false;
      }
      known = new Address();
      addresses.put(address, known);
    }
    if (known.strangers >= MAX_STRANGERS) {
      return false;
    }
    known.strangers++;
    return true;
  }

  /** It has shown its password, or has gone without trying one. */
  public synchronized void settled(String address) {
    addresses.get(address).strangers--;
  }

  /**
   * It has tried a wrong password.
   *
   * @return how many milliseconds it shall wait for the answer
   */
  public synchronized long failed(String address) {
    Address known = addresses.get(address);
    known.lastFailure = System.nanoTime();
    return FIRST_DELAY_MILLIS << Math.min(known.failures++, MAX_DOUBLINGS);
  }

  private void forgetOld() {
    long now = System.nanoTime();
    addresses
        .values()
        .removeIf(
            address ->
                address.strangers == 0
                    && (address.failures == 0 || now - address.lastFailure > FORGET_NANOS));
  }
}
