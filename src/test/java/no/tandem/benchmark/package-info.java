/** What the benchmarks share: a page in sections, samples, and the price of a month. */
@NullMarked
package no.tandem.benchmark;

import org.jspecify.annotations.NullMarked;
