/** Exercises: realms for students to attack, graded from the servers' audit logs. */
@NullMarked
package hallpass.attack.exercise;

import org.jspecify.annotations.NullMarked;
