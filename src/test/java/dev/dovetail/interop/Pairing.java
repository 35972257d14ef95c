package dev.dovetail.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which program starts a sync and which answers it. */
enum Pairing {
  OURS_ALONE,
  OURS_TO_OURS,
  OURS_TO_DOVECOT,
  DOVECOT_TO_OURS,
  /** The other end is a doveadm server, which looks for the same user. */
  OURS_TO_SERVER,
  /** Proves that the harness itself tells the truth. */
  DOVECOT_TO_DOVECOT;

  /** Runs {@code sync} or {@code backup} with options, from one account to another. */
  Command.Result run(
      Dovetail dovetail, Account initiator, Account responder, String verb, List<String> options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(verb.split(" ")));
    words.add("-u");
    words.add(initiator.user());
    words.addAll(options);
    words.addAll(
        this == OURS_ALONE
            ? List.of("maildir:" + responder.maildir())
            : server(dovetail, responder));
    return start(dovetail, initiator, words);
  }

  /** Runs the program that starts the sync. */
  Command.Result start(Dovetail dovetail, Account initiator, List<String> words)
      throws IOException, InterruptedException {
    return command(dovetail, initiator, words).run();
  }

  Command command(Dovetail dovetail, Account initiator, List<String> words) {
    List<String> all = new ArrayList<>(List.of("-c", initiator.configuration().toString()));
    all.addAll(words);
    if (this == DOVECOT_TO_OURS || this == DOVECOT_TO_DOVECOT) {
      all.add(0, "doveadm");
      return Command.of(initiator.dovecot().release().command(all));
    }
    return dovetail.command(all);
  }

  /** The words that run the program which answers. */
  List<String> server(Dovetail dovetail, Account responder) {
    return switch (this) {
      case OURS_ALONE, OURS_TO_OURS, DOVECOT_TO_OURS ->
          dovetail.dsyncServer(responder.configuration(), responder.user());
      case OURS_TO_SERVER -> List.of("tcp:127.0.0.1:" + responder.dovecot().doveadmPort());
      case OURS_TO_DOVECOT, DOVECOT_TO_DOVECOT ->
          responder.dovecot().dsyncServer(responder.configuration(), responder.user());
    };
  }
}
