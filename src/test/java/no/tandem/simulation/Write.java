package no.tandem.simulation;

import java.util.List;

/**
 * What Tandem wrote to a record.
 *
 * @param source the record that it is linked to, or for which it was created
 * @param isCreation whether the record was created
 * @param changed the properties that have another value now
 * @param brought those of them that should come from the source; the others are an operator's edit
 */
record Write(
    Systems.Key record,
    Systems.Key source,
    boolean isCreation,
    List<String> changed,
    List<String> brought) {}
