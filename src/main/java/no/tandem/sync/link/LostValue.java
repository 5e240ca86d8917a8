package no.tandem.sync.link;

import no.tandem.sync.side.SystemName;

/**
 * The value that lost a conflict, kept so that it can be restored.
 *
 * @param system where it stood
 * @param value "" for empty
 */
public record LostValue(String property, SystemName system, String value) {}
