/** Networks of users, in a package that is not Lamina's. */
@NullMarked
package dev.lamina.runtime.models;

import org.jspecify.annotations.NullMarked;
