// SPDX-License-Identifier: Apache-2.0
// The fields of a reporting task.
#include <limits.h>
#include <stddef.h>

#include "task-priv.h"
#include "tidings/model/access.h"
#include "tidings/model/calendar.h"
#include "tidings/model/period.h"
#include "tidings/model/run.h"
#include "tidings/model/task.h"
#include "tidings/util/catalog.h"

const struct enum_row source_names[] = {
	{SOURCE_ALL, "all", N_("All")},
	{SOURCE_TCP, "tcp", N_("TCP")},
	{SOURCE_API, "api", N_("API lookup")},
	{0, NULL, NULL},
};

const struct enum_row language_names[] = {
	{0, "en", "English"},
	{1, "ru", "Русский"},
	{0, NULL, NULL},
};

const struct enum_row paper_names[] = {
	{PAPER_A4, "a4", N_("A4")},
	{PAPER_LETTER, "letter", N_("Letter")},
	{0, NULL, NULL},
};

const struct enum_row tlp_names[] = {
	{TLP_NONE, "none", N_("None")},
	{TLP_CLEAR, "clear", "TLP:CLEAR"},
	{TLP_GREEN, "green", "TLP:GREEN"},
	{TLP_AMBER, "amber", "TLP:AMBER"},
	{TLP_AMBER_STRICT, "amber+strict", "TLP:AMBER+STRICT"},
	{TLP_RED, "red", "TLP:RED"},
	{0, NULL, NULL},
};

const struct enum_row indicator_form_names[] = {
	{INDICATORS_DEFANGED, "defanged", N_("Defanged")},
	{INDICATORS_ORIGINAL, "original", N_("Original")},
	{0, NULL, NULL},
};

const struct enum_row gap_names[] = {
	{GAP_SHIFT, "shift", N_("Shift by the gap")},
	{GAP_SKIP, "skip", N_("Skip")},
	{0, NULL, NULL},
};

const struct enum_row overlap_names[] = {
	{OVERLAP_FIRST, "first", N_("First")},
	{OVERLAP_SECOND, "second", N_("Second")},
	{0, NULL, NULL},
};

static const struct enum_row missed_names[] = {
	{MISSED_LATEST, "latest", N_("Run once, the latest")},
	{MISSED_SKIP, "skip", N_("Skip")},
	{MISSED_ALL, "all", N_("Run all")},
	{0, NULL, NULL},
};

static const struct enum_row unknown_policy_names[] = {
	{UNKNOWN_RETRY, "retry", N_("Send the same message again")},
	{UNKNOWN_HOLD, "hold", N_("Hold for a decision")},
	{0, NULL, NULL},
};

const struct flag_row widget_flags[] = {
	{WIDGET_INCOMING, "overview", "incoming", N_("Statistics overview"), N_("Incoming events")},
	{WIDGET_DETECTIONS, "overview", "detections", N_("Statistics overview"), N_("Number of detections")},
	{WIDGET_INDICATORS, "overview", "indicators", N_("Statistics overview"), N_("Number of detected indicators")},
	{WIDGET_TOP_DEFAULT, "top", "default", N_("Top indicators by detection"), N_("Default")},
	{WIDGET_TOP_RETROSCAN, "top", "retroscan", N_("Top indicators by detection"), N_("Retroscan")},
	{WIDGET_TOP_HASHES, "top", "hashes", N_("Top indicators by detection"), N_("Top 10 hashes: MD5, SHA1, SHA256")},
	{WIDGET_BY_CATEGORY, "by", "category", N_("Detections by"), N_("Category")},
	{WIDGET_BY_KIND, "by", "kind", N_("Detections by"), N_("Indicator type")},
	{WIDGET_BY_SUPPLIER, "by", "supplier", N_("Detections by"), N_("Supplier")},
	{WIDGET_BY_TENANT, "by", "tenant", N_("Detections by"), N_("Tenant")},
	{WIDGET_BY_HOUR, "by", "hour", N_("Detections by"), N_("Weekday and hour")},
	{0, NULL, NULL, NULL, NULL},
};

const struct flag_row format_flags[] = {
	{FORMAT_HTML, NULL, "html", NULL, N_("HTML")},
	{FORMAT_PDF, NULL, "pdf", NULL, N_("PDF")},
	{FORMAT_CSV, NULL, "csv", NULL, N_("CSV")},
	{FORMAT_JSON, NULL, "json", NULL, N_("JSON")},
	{0, NULL, NULL, NULL, NULL},
};

static const struct field rows[] = {
	{.tag = 1, .name = "id", .label = N_("Number"), .type = FIELD_INT, .use = FIELD_HIDDEN, .max = INT_MAX,
	 .offset = offsetof(struct task, id)},
	{.tag = 2, .name = "enabled", .label = N_("Status"), .type = FIELD_BOOL, .use = FIELD_HIDDEN,
	 .offset = offsetof(struct task, enabled)},
	{.tag = 3, .name = "owner", .label = N_("Owner"), .type = FIELD_TEXT, .use = FIELD_HIDDEN, .max = 64,
	 .offset = offsetof(struct task, owner)},
	{.tag = 4, .name = "created", .label = N_("Created"), .type = FIELD_TEXT, .use = FIELD_HIDDEN, .max = 64,
	 .offset = offsetof(struct task, created), .canon = created_canon},
	{.tag = 5, .name = "uid", .label = N_("Identifier"), .type = FIELD_TEXT, .use = FIELD_HIDDEN, .max = 64,
	 .offset = offsetof(struct task, uid), .canon = uid_canon},

	{.tag = 10, .name = "name", .label = N_("Task name"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 255,
	 .offset = offsetof(struct task, name), .section = N_("Task properties"), .value = "N", .help = N_("Enter 1 to 255 characters.")},
	{.tag = 11, .name = "recipients", .label = N_("Recipient's email address"), .type = FIELD_TEXT,
	 .use = FIELD_REQUIRED | FIELD_LIST, .min = 1, .max = 2048, .offset = offsetof(struct task, recipients),
	 .canon = recipients_canon, .value = "L",
	 .help = N_("Addresses separated by commas, semicolons or blanks, 2048 characters at most. Cyrillic domain names are not supported.")},
	{.tag = 12, .name = "subject", .label = N_("Email Subject"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 255,
	 .offset = offsetof(struct task, subject), .value = "S",
	 .help = N_("Enter 1 to 255 characters. {task}, {tenant}, {period}, {from}, {to} and {date} are replaced.")},
	{.tag = 13, .name = "text", .label = N_("Text message (Optional)"), .type = FIELD_AREA, .max = 10000,
	 .offset = offsetof(struct task, text), .value = "T",
	 .help = N_("The mail's text, 10 000 characters at most; where it is empty, the mail client's text is used.")},

	{.tag = 20, .name = "start", .label = N_("Start time"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 32,
	 .offset = offsetof(struct task, start), .canon = start_canon, .section = N_("Recur"), .value = "2026-11-30T09:00",
	 .help = N_("Date and time of the first delivery, on the clock of the time zone.")},
	{.tag = 21, .name = "zone", .label = N_("Time zone"), .type = FIELD_TEXT, .use = FIELD_REQUIRED, .min = 1, .max = 64,
	 .offset = offsetof(struct task, zone), .canon = zone_canon, .initial = "UTC", .value = "Z",
	 .help = N_("Times of the task are of this zone; reports name it too.")},
	{.tag = 22, .name = "rrule", .label = N_("Recurrence"), .type = FIELD_TEXT, .max = 512, .offset = offsetof(struct task, rrule),
	 .canon = rrule_canon, .value = "R", .help = N_("A rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO. Empty: once.")},
	{.tag = 23, .name = "exdate", .label = N_("Exception dates"), .type = FIELD_TEXT, .use = FIELD_LIST, .max = 8192,
	 .offset = offsetof(struct task, exdate), .canon = dates_canon, .value = "L",
	 .help = N_("Occurrences that are left out, separated by commas.")},
	{.tag = 24, .name = "rdate", .label = N_("Additional dates"), .type = FIELD_TEXT, .use = FIELD_LIST, .max = 8192,
	 .offset = offsetof(struct task, rdate), .canon = dates_canon, .value = "L",
	 .help = N_("Occurrences beside those of the rule, separated by commas.")},
	{.tag = 25, .name = "gap", .label = N_("Skipped time"), .type = FIELD_ENUM, .offset = offsetof(struct task, gap),
	 .choices = gap_names, .initial = "shift", .value = "shift|skip",
	 .help = N_("What to do when clocks are put forward over the time of an occurrence.")},
	{.tag = 26, .name = "overlap", .label = N_("Time twice"), .type = FIELD_ENUM,
	 .offset = offsetof(struct task, overlap), .choices = overlap_names, .initial = "first", .value = "first|second",
	 .help = N_("Which of the two to take when clocks are put back over the time of an occurrence.")},
	{.tag = 27, .name = "missed", .label = N_("Missed runs"), .type = FIELD_ENUM, .offset = offsetof(struct task, missed),
	 .choices = missed_names, .initial = "latest", .value = "latest|skip|all",
	 .help = N_("What to do with occurrences that passed while the sender was down.")},
	{.tag = 28, .name = "missed-most", .label = N_("Missed runs at most"), .type = FIELD_INT, .min = 1, .max = 1000,
	 .offset = offsetof(struct task, missed_most), .initial = "10", .value = "N",
	 .help = N_("How many of the missed occurrences are run when all are to be run.")},
	{.tag = 29, .name = "unknown", .label = N_("Without the server's reply"), .type = FIELD_ENUM,
	 .offset = offsetof(struct task, unknown_result), .choices = unknown_policy_names, .initial = "retry", .value = "retry|hold",
	 .help = N_("What to do when the connection broke after the message went out and before the server's answer.")},
	{.tag = 32, .name = "addressing", .label = N_("Recipients are addressed"), .type = FIELD_ENUM, .offset = offsetof(struct task, addressing),
	 .choices = addressing_names, .initial = "to", .value = "to|bcc|each",
	 .help = N_("All in one message, hidden from each other, or by a message of their own each.")},
	{.tag = 30, .name = "calendar", .label = N_("Holidays"), .type = FIELD_TEXT, .max = CALENDAR_NAME_MAX,
	 .offset = offsetof(struct task, calendar), .canon = calendar_canon, .value = "NAME",
	 .help = N_("The calendar whose days are holidays of this task; empty: none.")},
	{.tag = 31, .name = "holiday", .label = N_("On a holiday"), .type = FIELD_ENUM, .offset = offsetof(struct task, holiday),
	 .choices = holiday_policy_names, .initial = "skip", .value = "skip|previous|next",
	 .help = N_("Leave the occurrence out, or take the nearest working day (Monday to Friday) before or after.")},

	{.tag = 40, .name = "source", .label = N_("Data source"), .type = FIELD_ENUM, .offset = offsetof(struct task, source),
	 .choices = source_names, .initial = "all", .section = N_("Report properties"), .value = "all|tcp|api",
	 .help = N_("The channel whose events are counted.")},
	{.tag = 41, .name = "period", .label = N_("Period from"), .type = FIELD_TEXT, .min = 1, .max = 64,
	 .offset = offsetof(struct task, period), .canon = period_canon, .initial = "last-7d", .value = "PERIOD",
	 .help = N_("What the report covers: last-24h, last-7d, last-31d, last-93d, prev-day, prev-week, prev-month, prev-quarter, "
		    "prev-year, since-last, or FROM..TO.")},
	{.tag = 42, .name = "tenants", .label = N_("Tenants"), .type = FIELD_TEXT, .use = FIELD_LIST, .min = 1, .max = 4096,
	 .offset = offsetof(struct task, tenants), .canon = tenant_list_canon, .initial = "all", .value = "A,B|all",
	 .help = N_("Tenants whose data is included: names separated by commas, or all.")},
	{.tag = 43, .name = "language", .label = N_("Language"), .type = FIELD_TEXT, .min = 2, .max = 16,
	 .offset = offsetof(struct task, language), .choices = language_names, .canon = language_canon, .initial = "en", .value = "en|ru",
	 .help = N_("Language of the report.")},
	{.tag = 44, .name = "false-positives", .label = N_("Include false positives"), .type = FIELD_BOOL,
	 .offset = offsetof(struct task, false_positives), .help = N_("Count detections that are marked as false positives as well.")},
	{.tag = 45, .name = "formats", .label = N_("Formats"), .type = FIELD_FLAGS, .offset = offsetof(struct task, formats),
	 .flags = format_flags, .initial = "html,pdf", .value = "html,pdf,csv,json",
	 .help = N_("HTML is the mail itself, the others are attached.")},
	{.tag = 46, .name = "indicators", .label = N_("Indicators"), .type = FIELD_ENUM, .offset = offsetof(struct task, indicators),
	 .choices = indicator_form_names, .initial = "defanged", .value = "defanged|original",
	 .help = N_("Defanged (hxxp, [.]), so that nobody opens one by accident, or as they are.")},

	{.tag = 50, .name = "title-page", .label = N_("Title page"), .type = FIELD_BOOL, .offset = offsetof(struct task, title_page),
	 .initial = "yes", .section = N_("Page properties"), .help = N_("Begin the PDF with a title page.")},
	{.tag = 51, .name = "logo", .label = N_("Logo"), .type = FIELD_BOOL, .offset = offsetof(struct task, logo), .initial = "yes",
	 .help = N_("Show the installation's logo.")},
	{.tag = 52, .name = "login-user", .label = N_("Login user"), .type = FIELD_BOOL, .offset = offsetof(struct task, login_user),
	 .help = N_("Print the login of the task's owner.")},
	{.tag = 53, .name = "full-name", .label = N_("Full name user"), .type = FIELD_BOOL, .offset = offsetof(struct task, full_name),
	 .help = N_("Print the full name of the task's owner.")},
	{.tag = 54, .name = "paper", .label = N_("Paper"), .type = FIELD_ENUM, .offset = offsetof(struct task, paper),
	 .choices = paper_names, .initial = "a4", .value = "a4|letter", .help = N_("Size of the PDF's pages.")},
	{.tag = 55, .name = "tlp", .label = N_("TLP marking"), .type = FIELD_ENUM, .offset = offsetof(struct task, tlp),
	 .choices = tlp_names, .initial = "none", .value = "none|clear|green|amber|amber+strict|red",
	 .help = N_("Traffic Light Protocol: to whom the report may be passed on. Printed on every page.")},

	{.tag = 60, .name = "widgets", .label = N_("Widgets"), .type = FIELD_FLAGS, .offset = offsetof(struct task, widgets),
	 .flags = widget_flags, .initial = "overview:incoming,detections,indicators;top:default,retroscan,hashes",
	 .section = N_("Widgets"), .value = "LIST", .help = N_("What the report shows.")},
};

const struct field_table task_table = {
	.noun = "task", .rows = rows, .n_rows = G_N_ELEMENTS(rows), .size = sizeof(struct task),
	.unknown_offset = offsetof(struct task, unknown),
};
