package dev.dovetail.config;

import java.util.List;
import java.util.Map;

/**
 * A {@code passdb} or {@code userdb} block as it is written; values still hold their variables.
 *
 * @param name the section's name; empty for an unnamed one
 * @param driver {@code passwd-file}, {@code static}, …
 * @param args what the driver needs: {@code args}; in 2.4 translated into the same form
 * @param settings all other settings of the block by name: {@code skip}, {@code result_success}, …
 */
public record AuthDatabase(
    String name,
    String driver,
    String args,
    List<String> defaultFields,
    List<String> overrideFields,
    Map<String, String> settings) {}
