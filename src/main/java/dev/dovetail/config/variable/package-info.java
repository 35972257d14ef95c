/**
 * The {@code %} variables in settings and destinations: {@code %u} and modifiers as 2.3 writes
 * them, filters behind pipes as 2.4 does. Begin with {@link
 * dev.dovetail.config.variable.VariableExpansion}; {@link
 * dev.dovetail.config.variable.UserVariables} has a user's values.
 */
package dev.dovetail.config.variable;
