package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.SettingValues;

/** Doveadm servers: ours, and those that commands are sent to (doveadm-interfaces 3, 6.3). */
public final class DoveadmSettings {

  private final ConfigTree tree;
  private final SettingValues values;
  private final String baseDir;
  private final int port;
  private final String ssl;
  private final int workerCount;

  DoveadmSettings(ConfigTree tree, SettingValues values, String baseDir) throws ConfigException {
    this.tree = tree;
    this.values = values;
    this.baseDir = baseDir;
    port = values.port("doveadm_port");
    ssl = values.oneOf("doveadm_ssl", "no", "ssl", "starttls");
    workerCount = (int) Math.min(values.number("doveadm_worker_count"), 1000);
  }

  /** 0 if none is configured. */
  public int port() {
    return port;
  }

  /** {@code no}, {@code ssl} or {@code starttls}: for commands that another server runs. */
  public String ssl() {
    return ssl;
  }

  /** How many commands a doveadm server gets at the same time; 0 or more. */
  public int workerCount() {
    return workerCount;
  }

  public String username() throws ConfigException {
    return values.text("doveadm_username");
  }

  /** Reads the password's file now if it is in one; a final newline belongs to the password. */
  public String password() throws ConfigException {
    return values.text("doveadm_password");
  }

  /** Where {@code service doveadm} listens. */
  public ServiceListeners listeners() throws ConfigException {
    return ServiceListeners.read(tree, baseDir);
  }
}
