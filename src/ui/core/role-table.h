/* SPDX-License-Identifier: Apache-2.0 */
/* What a cell can be, one row a role: ROLE(ENUM, name in theme files). A theme that does not name a role paints it as "text". */
#define UI_ROLES(ROLE) \
	ROLE(TEXT, "text") \
	ROLE(TITLE, "title") \
	ROLE(HEADING, "heading") \
	ROLE(LABEL, "label") \
	ROLE(RULE, "rule") \
	ROLE(FIELD, "field") \
	ROLE(FIELD_FOCUS, "field-focus") \
	ROLE(FOCUS, "focus") \
	ROLE(BUTTON, "button") \
	ROLE(BUTTON_FOCUS, "button-focus") \
	ROLE(HINT, "hint") \
	ROLE(ERROR, "error") \
	ROLE(WARNING, "warning") \
	ROLE(GOOD, "good") \
	ROLE(OFF, "off") \
	ROLE(COLUMN, "column") \
	ROLE(SELECTED, "selected") \
	ROLE(COUNTER, "counter") \
	ROLE(DIALOG, "dialog") \
	ROLE(KEY, "key") \
	ROLE(BAR, "bar") \
	ROLE(MESSAGE, "message")
