package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.AttributeStore;
import dev.dovetail.storage.CommitResult;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailMetadata;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StagedMail;
import dev.dovetail.storage.StoreLock;
import java.io.InputStream;

/** One mailbox of a Maildir store. */
final class MaildirMailbox implements MailboxStore {
  private final MaildirPaths paths;
  private final MailboxName name;
  private final MaildirSettings settings;
  private final AttributeStore attributes;

  MaildirMailbox(
      MaildirPaths paths, MailboxName name, MaildirSettings settings, AttributeStore attributes) {
    this.paths = paths;
    this.name = name;
    this.settings = settings;
    this.attributes = attributes;
  }

  @Override
  public MailboxName name() {
    return name;
  }

  @Override
  public StoreLock lock(long timeoutSeconds) {
    throw unfinished();
  }

  @Override
  public MailboxView refresh() {
    throw unfinished();
  }

  @Override
  public LogChanges changesSince(long modseq) {
    throw unfinished();
  }

  @Override
  public MailContent open(long uid) {
    throw unfinished();
  }

  @Override
  public MailMetadata metadata(long uid) {
    throw unfinished();
  }

  @Override
  public StagedMail stage(InputStream content, long receivedDate) {
    throw unfinished();
  }

  @Override
  public CommitResult commit(MailboxChanges changes) {
    throw unfinished();
  }

  @Override
  public void setUidValidity(long uidValidity) {
    throw unfinished();
  }

  @Override
  public void setGuid(Guid128 guid) {
    throw unfinished();
  }

  @Override
  public AttributeStore attributes() {
    return attributes;
  }

  @Override
  public void close() {}

  private UnsupportedOperationException unfinished() {
    return new UnsupportedOperationException(
        "Maildir " + paths + " with " + settings + ": under construction");
  }
}
