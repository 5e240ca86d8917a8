/**
 * PowerOffice departments and webCRM organisations: the function, the mapping of their properties,
 * and when two of them are taken to be the same.
 *
 * <p>Knows the engine and both vendors, but no other pair.
 */
@NullMarked
package no.tandem.departments;

import org.jspecify.annotations.NullMarked;
