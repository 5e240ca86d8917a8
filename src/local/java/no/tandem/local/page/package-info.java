/**
 * Dev mode's main job to watch: a schedule that sweeps every pair every few seconds, a summary of
 * each run on the console, and a page with both systems side by side.
 */
@NullMarked
package no.tandem.local.page;

import org.jspecify.annotations.NullMarked;
