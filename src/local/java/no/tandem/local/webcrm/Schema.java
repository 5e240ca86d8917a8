package no.tandem.local.webcrm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/** The fields of one kind of record, with the text lengths that webCRM published in 2019. */
final class Schema {
  private static final int UNKNOWN_LENGTH = 0;
  private static final Schema ORGANISATION = organisation();
  private static final Schema PERSON = person();

  private final Kind kind;
  private final List<Field> fields = new ArrayList<>();
  private final Map<String, Field> byName = new HashMap<>();
  private final Map<String, Field> byLowerCaseName = new HashMap<>();

  private Schema(Kind kind) {
    this.kind = kind;
  }

  static Schema of(Kind kind) {
    return switch (kind) {
      case ORGANISATIONS -> ORGANISATION;
      case PERSONS -> PERSON;
    };
  }

  Kind kind() {
    return kind;
  }

  List<Field> fields() {
    return fields;
  }

  int size() {
    return fields.size();
  }

  /** The field of that name in any letter case. */
  Optional<Field> find(String name) {
    Field exact = byName.get(name);
    return exact != null
        ? Optional.of(exact)
        : Optional.ofNullable(byLowerCaseName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The field of that name without the entity's prefix, such as {@code UpdatedAt}. */
  Field own(String suffix) {
    return find(kind.entity() + suffix)
        .orElseThrow(() -> new IllegalArgumentException("No field " + kind.entity() + suffix));
  }

  Field id() {
    return fields.getFirst();
  }

  private static Schema organisation() {
    Schema schema = new Schema(Kind.ORGANISATIONS);
    schema.readOnly("Id", FieldType.INTEGER);
    schema.text("Name", 200).text("DivisionName", 200);
    schema.readOnly("CompareName", FieldType.TEXT);
    schema.text("Address", 250).text("PostCode", UNKNOWN_LENGTH).text("City", 50);
    schema.text("State", UNKNOWN_LENGTH).text("Country", 50).text("Telephone", 50);
    schema.readOnly("TelephoneSearch", FieldType.TEXT);
    schema.text("Fax", 50).text("Www", 50).text("Domain", 50);
    schema.text("VatNumber", 50).text("VatCountry", 10).text("VatGroup", 20);
    schema.text("VatStatus", UNKNOWN_LENGTH).other("VatVerifiedAt", FieldType.MOMENT);
    schema.other("Status", FieldType.DROPDOWN).other("Type", FieldType.DROPDOWN);
    schema.other("Industry", FieldType.DROPDOWN);
    schema.other("Owner", FieldType.INTEGER).other("Owner2", FieldType.INTEGER);
    schema.other("TerritoryId", FieldType.INTEGER).other("ApprovalStatus", FieldType.INTEGER);
    schema.text("Alert", 50).text("Comment", UNKNOWN_LENGTH).text("Memo", UNKNOWN_LENGTH);
    schema.readOnly("Gps", FieldType.TEXT);
    schema.other("NoAds", FieldType.BOOLEAN).other("Sla", FieldType.INTEGER);
    schema.text("MarketDataId", UNKNOWN_LENGTH).other("MarketDataProviderId", FieldType.INTEGER);
    schema.other("OutlookSync", FieldType.INTEGER).text("OverlayUrl", UNKNOWN_LENGTH);
    schema.other("ReportTemp", FieldType.INTEGER).text("ImageFileExtension", UNKNOWN_LENGTH);
    schema.numbered("Custom", 15, FieldType.TEXT, UNKNOWN_LENGTH);
    schema.numbered("ExtraCustom", 8, FieldType.TEXT, 50);
    schema.numbered("Plus", 20, FieldType.PLUS, UNKNOWN_LENGTH);
    schema.numbered("XText", 8, FieldType.TEXT, 50);
    schema.numbered("XInt", 8, FieldType.INTEGER, UNKNOWN_LENGTH);
    schema.numbered("XDate", 2, FieldType.MOMENT, UNKNOWN_LENGTH);
    schema.numbered("XMemo", 2, FieldType.TEXT, UNKNOWN_LENGTH);
    schema.readOnly("History", FieldType.TEXT).readOnly("LastDisplayedAt", FieldType.MOMENT);
    schema.readOnly("LastItemType", FieldType.TEXT);
    schema.readOnly("LastItemUpdatedAt", FieldType.MOMENT);
    return schema.stamps();
  }

  private static Schema person() {
    Schema schema = new Schema(Kind.PERSONS);
    schema.readOnly("Id", FieldType.INTEGER).other("OrganisationId", FieldType.INTEGER);
    schema.text("FirstName", 50).text("MiddleName", 50).text("LastName", 50);
    schema.readOnly("Name", FieldType.TEXT);
    schema.text("Title", 50).text("Salutation", UNKNOWN_LENGTH);
    schema.text("Email", 100).text("Email2", 100);
    schema.other("EmailBounces", FieldType.BOOLEAN).other("Email2Bounces", FieldType.BOOLEAN);
    schema.text("DirectPhone", 50).text("MobilePhone", 50);
    schema.readOnly("TelephoneSearch", FieldType.TEXT);
    schema.text("Skype", 50).other("Status", FieldType.STATUS).other("Birthday", FieldType.DAY);
    schema.other("BlockMassEmail", FieldType.BOOLEAN).other("BlockMassEmail2", FieldType.BOOLEAN);
    schema.text("Comment", UNKNOWN_LENGTH).text("Memo", UNKNOWN_LENGTH);
    schema.other("SortOrder", FieldType.INTEGER).other("SupportLanguageId", FieldType.INTEGER);
    schema.text("MarketDateId", UNKNOWN_LENGTH).text("MarketDataId", UNKNOWN_LENGTH);
    schema.other("MarketDataProviderId", FieldType.INTEGER);
    schema.text("ImageFileExtension", UNKNOWN_LENGTH);
    schema.numbered("CheckMark", 10, FieldType.BOOLEAN, UNKNOWN_LENGTH);
    schema.numbered("Custom", 15, FieldType.TEXT, UNKNOWN_LENGTH);
    schema.numbered("Plus", 20, FieldType.PLUS, UNKNOWN_LENGTH);
    schema.readOnly("History", FieldType.TEXT).readOnly("LoginLog", FieldType.TEXT);
    schema.text("Password", UNKNOWN_LENGTH).text("CampaignPassword", UNKNOWN_LENGTH);
    schema.other("CampaignWrongPasswordCount", FieldType.INTEGER);
    return schema.stamps();
  }

  private Schema stamps() {
    return readOnly("CreatedAt", FieldType.MOMENT)
        .readOnly("CreatedBy", FieldType.TEXT)
        .readOnly("UpdatedAt", FieldType.MOMENT)
        .readOnly("UpdatedBy", FieldType.TEXT);
  }

  private Schema text(String suffix, int length) {
    return add(suffix, FieldType.TEXT, length, false);
  }

  private Schema other(String suffix, FieldType type) {
    return add(suffix, type, UNKNOWN_LENGTH, false);
  }

  private Schema readOnly(String suffix, FieldType type) {
    return add(suffix, type, UNKNOWN_LENGTH, true);
  }

  private void numbered(String suffix, int count, FieldType type, int length) {
    for (int number = 1; number <= count; number++) {
      add(suffix + number, type, length, false);
    }
  }

  private Schema add(String suffix, FieldType type, int length, boolean readOnly) {
    Field field = new Field(kind.entity() + suffix, fields.size(), type, length, readOnly);
    fields.add(field);
    byName.put(field.name(), field);
    byLowerCaseName.put(field.name().toLowerCase(Locale.ROOT), field);
    return this;
  }
}
