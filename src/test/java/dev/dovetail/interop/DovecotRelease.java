package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A line of releases of the real Dovecot that may be here. */
enum DovecotRelease {
  /** The machine's own. */
  V2_3("2.3", "dovecot", "") {
    @Override
    List<String> command(List<String> words) {
      return words;
    }

    @Override
    List<String> settings(List<String> lines) {
      return lines;
    }
  },

  /** The one that {@code test-fixtures/dovecot-24/fetch} has got, or the machine's own. */
  V2_4("2.4", "dovecot-24", "test-fixtures/dovecot-24/fetch gets it; ") {
    @Override
    List<String> command(List<String> words) {
      List<String> all = new ArrayList<>(List.of(fixture("enter").toString()));
      all.addAll(words);
      return all;
    }

    @Override
    List<String> settings(List<String> lines) {
      return String.join("\n", lines).lines().flatMap(NewerSyntax::of).toList();
    }
  };

  private final String number;
  private final String folder;
  private final String remedy;

  DovecotRelease(String number, String folder, String remedy) {
    this.number = number;
    this.folder = folder;
    this.remedy = remedy;
  }

  /** Of the stories that any Dovecot can play: 2.3, or 2.4 with {@code -Ddovetail.dovecot24}. */
  static DovecotRelease chosen() {
    return Boolean.getBoolean("dovetail.dovecot24") ? V2_4 : V2_3;
  }

  /** The words of the same command on a machine whose Dovecot is of this release. */
  abstract List<String> command(List<String> words);

  /** Lines of a configuration that are in the syntax of 2.3, in this release's. */
  abstract List<String> settings(List<String> lines);

  /** A file of the folder in {@code test-fixtures}. */
  Path fixture(String name) {
    return Path.of(System.getProperty("dovetail.fixtures"), folder, name);
  }

  /** Empty if it is here, else what is missing and why, for people. */
  String missing() {
    try {
      Command.Result said = Command.of(command(List.of("dovecot", "--version"))).run();
      String found = said.exit() == 0 ? "found " + said.text().strip() : said.errors().strip();
      return found.startsWith("found " + number + ".") ? "" : missing(found);
    } catch (IOException e) {
      return missing("found none");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return missing("interrupted");
    }
  }

  private String missing(String reason) {
    return "Dovecot " + number + " (" + remedy + reason + ")";
  }
}
