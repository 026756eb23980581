/* SPDX-License-Identifier: Apache-2.0 */
/* Everything a key can do, one row an action:
 * ACTION(ENUM, name in keymaps, default keys, label in the bottom bar or NULL, help, group, use case, needs change)
 * Bottom bars, help, manual and keymap come from here; so does what a read-only account is refused. Within a group the bar keeps the order
 * of the rows; where it is too narrow, what is further back is left out. */
#define UI_ACTIONS(ACTION) \
	ACTION(TASK_TOGGLE, "task-toggle", "Space", N_("On/off"), N_("turn the task on or off"), REPORTING, USE_TASK_CHANGE, true) \
	ACTION(TASK_ADD, "task-add", "a, Ins", N_("Add"), N_("add a task"), REPORTING, USE_TASK_CHANGE, true) \
	ACTION(TASK_EDIT, "task-edit", "Enter, e", N_("Edit"), N_("edit the task"), REPORTING, USE_REPORTING, false) \
	ACTION(TASK_RUN, "task-run", "r", N_("Run now"), N_("run the task now"), REPORTING, USE_TASK_CHANGE, true) \
	ACTION(HISTORY, "history", "h", N_("History"), N_("what was run and delivered"), REPORTING, USE_HISTORY, false) \
	ACTION(MAIL, "mail", "m", N_("Mail"), N_("mail client settings"), REPORTING, USE_MAIL_SHOW, false) \
	ACTION(MAIL_TEST, "mail-test", "t, F8", N_("Test"), N_("test the connection to the mail server"), REPORTING, USE_MAIL_TEST, false) \
	ACTION(TASK_COPY, "task-copy", "y", NULL, N_("add a task that begins as a copy of this one"), REPORTING, USE_TASK_CHANGE, true) \
	ACTION(TASK_DELETE, "task-delete", "d, Del", NULL, N_("delete the task (asks first)"), REPORTING, USE_TASK_CHANGE, true) \
	ACTION(TASK_RESTORE, "task-restore", "u", NULL, N_("bring the task deleted last back"), REPORTING, USE_TASK_CHANGE, true) \
	ACTION(PREVIEW, "preview", "p", NULL, N_("the report as it would be sent now"), REPORTING, USE_DASHBOARD, false) \
	ACTION(EXPLAIN, "explain", "x", NULL, N_("why the task will run next, or will not"), REPORTING, USE_REPORTING, false) \
	ACTION(SENDER_START, "sender-start", "s", NULL, N_("start the sender"), REPORTING, USE_SENDER, true) \
	ACTION(DASHBOARD_PERIOD, "dashboard-period", "p", N_("Period"), N_("choose period, zone and source"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_TENANTS, "dashboard-tenants", "t", N_("Tenants"), N_("choose the tenants"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_DOWNLOAD, "dashboard-download", "d", N_("Download"), N_("a report of what is shown, as a file"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_TABLE, "dashboard-table", "v", N_("Table"), N_("the same figures as text"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_NEXT, "dashboard-next", "Tab", N_("Panel"), N_("to the next panel"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_PREVIOUS, "dashboard-previous", "Shift+Tab", NULL, N_("to the panel before"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_SHOW, "dashboard-show", "Enter", NULL, N_("the marked row in full"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_EARLIER, "dashboard-earlier", "Left", NULL, N_("the bar before"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_LATER, "dashboard-later", "Right", NULL, N_("the next bar"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_SERIES, "dashboard-series", "i", NULL, N_("bars of incoming events or of detections"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(DASHBOARD_LIST, "dashboard-list", "n", N_("Next list"), N_("another list of top indicators: retroscan, hashes"), DASHBOARD, USE_DASHBOARD, false) \
	ACTION(RUN_SHOW, "run-show", "Enter", N_("Details"), N_("the run with the server's replies"), HISTORY, USE_HISTORY, false) \
	ACTION(RUN_FAILED, "run-failed", "f", N_("Failed only"), N_("show only what was not delivered, or all"), HISTORY, USE_HISTORY, false) \
	ACTION(RUN_ALL, "run-all", "a", N_("All tasks"), N_("runs of all tasks, or of this one"), HISTORY, USE_HISTORY, false) \
	ACTION(RUN_RESEND, "run-resend", "s", N_("Send again"), N_("send the report again to those who did not get it (asks first)"), RUN, USE_TASK_CHANGE, true) \
	ACTION(ITEM_EDIT, "item-edit", "Enter, e", N_("Edit"), N_("edit what is marked"), ITEMS_EDITED, USE_ADMINISTER, true) \
	ACTION(ITEM_SWITCH, "item-switch", "Space", N_("On/off"), N_("disable or enable what is marked (disabling asks first)"), ITEMS_EDITED, USE_ADMINISTER, true) \
	ACTION(ITEM_ADD, "item-add", "a, Ins", N_("Add"), N_("add one"), ITEMS, USE_ADMINISTER, true) \
	ACTION(ITEM_DELETE, "item-delete", "d, Del", N_("Delete"), N_("delete what is marked (asks first)"), ITEMS, USE_ADMINISTER, true) \
	ACTION(ACCOUNT_KEYS, "account-keys", "k", N_("SSH keys"), N_("the SSH keys by which the account comes in"), ACCOUNTS, USE_ADMINISTER, false) \
	ACTION(AUDIT_SHOW, "audit-show", "Enter", N_("Details"), N_("the whole entry"), AUDIT, USE_ADMINISTER, false) \
	ACTION(AUDIT_VERIFY, "audit-verify", "v", N_("Verify"), N_("check that no entry was changed, removed or added"), AUDIT, USE_ADMINISTER, false) \
	ACTION(FILTER, "filter", "/", N_("Filter"), N_("show only rows with the words that are typed"), TABLE, USE_DASHBOARD, false) \
	ACTION(SORT, "sort", "o, F6", N_("Sort"), N_("sort by the next column, after the last one as before"), TABLE, USE_DASHBOARD, false) \
	ACTION(SORT_REVERSE, "sort-reverse", "O", NULL, N_("the other way round"), TABLE, USE_DASHBOARD, false) \
	ACTION(COLUMNS, "columns", "c", NULL, N_("choose the columns"), TABLE, USE_DASHBOARD, false) \
	ACTION(COLUMN_TICK, "column-tick", "Space", N_("Show/leave out"), N_("show the column, or leave it out"), COLUMNS, USE_DASHBOARD, false) \
	ACTION(COLUMNS_CLOSE, "columns-close", "Enter, Esc, q, c", N_("Close"), N_("back to the list"), COLUMNS, USE_DASHBOARD, false) \
	ACTION(FILTER_KEEP, "filter-keep", "Enter", N_("Keep the filter"), N_("back to the rows that are left"), FILTER, USE_DASHBOARD, false) \
	ACTION(FILTER_CLEAR, "filter-clear", "Esc", N_("Show all"), N_("show all rows again"), FILTER, USE_DASHBOARD, false) \
	ACTION(MENU_GO, "menu-go", "Enter, Space", N_("Open"), N_("open the page"), MENU, USE_DASHBOARD, false) \
	ACTION(MENU_CLOSE, "menu-close", "Esc, q, g, F2", N_("Close"), N_("stay where you are"), MENU, USE_DASHBOARD, false) \
	ACTION(MENU, "menu", "g, F2", N_("Pages"), N_("go to another page"), PAGE, USE_DASHBOARD, false) \
	ACTION(REFRESH, "refresh", "F5, Ctrl+E", NULL, N_("read the data again"), PAGE, USE_DASHBOARD, false) \
	ACTION(BACK, "back", "Esc, q", N_("Back"), N_("back to the page before"), BACK, USE_DASHBOARD, false) \
	ACTION(PREVIEW_REPORT, "preview-report", "r", N_("Report"), N_("the report"), PREVIEW, USE_DASHBOARD, false) \
	ACTION(PREVIEW_MESSAGE, "preview-message", "m", N_("Message"), N_("the parts, sizes and headers of the message"), PREVIEW, USE_DASHBOARD, false) \
	ACTION(UP, "up", "Up", NULL, N_("up"), LIST, USE_DASHBOARD, false) \
	ACTION(DOWN, "down", "Down", NULL, N_("down"), LIST, USE_DASHBOARD, false) \
	ACTION(PAGE_UP, "page-up", "PgUp", NULL, N_("a page up"), LIST, USE_DASHBOARD, false) \
	ACTION(PAGE_DOWN, "page-down", "PgDn", NULL, N_("a page down"), LIST, USE_DASHBOARD, false) \
	ACTION(FIRST, "first", "Home, Ctrl+Home", NULL, N_("to the first"), LIST, USE_DASHBOARD, false) \
	ACTION(LAST, "last", "End, Ctrl+End", NULL, N_("to the last"), LIST, USE_DASHBOARD, false) \
	ACTION(STEP_NEXT, "step-next", "PgDn, Ctrl+N", N_("Next step"), N_("to step 2"), TASK_FIRST, USE_REPORTING, false) \
	ACTION(RECUR_EDIT, "recur-edit", "F6, Ctrl+O", N_("Recurrence"), N_("the recurrence with its next occurrences"), TASK_FIRST, USE_REPORTING, false) \
	ACTION(RECUR_MORE, "recur-more", "F7, Alt+n", N_("Later ones"), N_("later occurrences, after the last ones the first"), RECUR, USE_REPORTING, false) \
	ACTION(STEP_BACK, "step-back", "PgUp, Ctrl+P", N_("Step 1"), N_("back to step 1"), TASK_SECOND, USE_REPORTING, false) \
	ACTION(FORM_TEST, "form-test", "F8, Ctrl+T", N_("Test connection"), N_("test these settings before they are saved"), MAIL, USE_MAIL_TEST, false) \
	ACTION(KEYS_ALL, "keys-all", "F6, Ctrl+O", N_("All keys"), N_("every key that is in force"), PREFERENCES, USE_DASHBOARD, false) \
	ACTION(NEXT, "next", "Tab", N_("Next"), N_("next field"), FORM, USE_DASHBOARD, false) \
	ACTION(PREVIOUS, "previous", "Shift+Tab", NULL, N_("field before"), FORM, USE_DASHBOARD, false) \
	ACTION(TICK, "tick", "Space", N_("Choose"), N_("tick a box, open a list, press a button"), FORM, USE_DASHBOARD, false) \
	ACTION(SAVE, "save", "Ctrl+S", N_("Save"), N_("save"), FORM_SAVE, USE_DASHBOARD, false) \
	ACTION(SUBMIT, "submit", "Enter", NULL, N_("next step, or save; a new line in a text"), FORM, USE_DASHBOARD, false) \
	ACTION(CANCEL, "cancel", "Esc", N_("Cancel"), N_("leave without saving; asks when something was changed"), FORM, USE_DASHBOARD, false) \
	ACTION(FIELD_UP, "field-up", "Up", NULL, N_("a line or a field up"), FORM, USE_DASHBOARD, false) \
	ACTION(FIELD_DOWN, "field-down", "Down", NULL, N_("a line or a field down"), FORM, USE_DASHBOARD, false) \
	ACTION(LEFT, "left", "Left", NULL, N_("left; the choice before"), EDIT, USE_DASHBOARD, false) \
	ACTION(RIGHT, "right", "Right", NULL, N_("right; the next choice"), EDIT, USE_DASHBOARD, false) \
	ACTION(WORD_LEFT, "word-left", "Ctrl+Left, Alt+b", NULL, N_("a word to the left"), EDIT, USE_DASHBOARD, false) \
	ACTION(WORD_RIGHT, "word-right", "Ctrl+Right, Alt+f", NULL, N_("a word to the right"), EDIT, USE_DASHBOARD, false) \
	ACTION(LINE_HOME, "line-home", "Home, Ctrl+A", NULL, N_("to the beginning of the line"), EDIT, USE_DASHBOARD, false) \
	ACTION(LINE_END, "line-end", "End", NULL, N_("to the end of the line"), EDIT, USE_DASHBOARD, false) \
	ACTION(TEXT_HOME, "text-home", "Ctrl+Home", NULL, N_("to the beginning of the text"), EDIT, USE_DASHBOARD, false) \
	ACTION(TEXT_END, "text-end", "Ctrl+End", NULL, N_("to the end of the text"), EDIT, USE_DASHBOARD, false) \
	ACTION(ERASE, "erase", "Backspace", NULL, N_("erase the character before"), EDIT, USE_DASHBOARD, false) \
	ACTION(DELETE, "delete", "Del, Ctrl+D", NULL, N_("erase the character under the cursor"), EDIT, USE_DASHBOARD, false) \
	ACTION(ERASE_WORD, "erase-word", "Ctrl+W", NULL, N_("erase the word before"), EDIT, USE_DASHBOARD, false) \
	ACTION(ERASE_ALL, "erase-all", "Ctrl+U", NULL, N_("empty the field"), EDIT, USE_DASHBOARD, false) \
	ACTION(UNDO, "undo", "Ctrl+Z", NULL, N_("undo"), EDIT, USE_DASHBOARD, false) \
	ACTION(REVEAL, "reveal", "F4, Ctrl+R", NULL, N_("show or hide the password"), FORM, USE_DASHBOARD, false) \
	ACTION(TEST_AGAIN, "test-again", "Enter, t", N_("Test again"), N_("test once more"), TEST, USE_MAIL_TEST, false) \
	ACTION(TEST_MESSAGE, "test-message", "s", N_("Send a test message"), N_("test, and send a message to an address"), TEST, USE_MAIL_TEST, false) \
	ACTION(CLOSE, "close", "Esc, q", N_("Stop/Close"), N_("stop the test; close"), TEST, USE_DASHBOARD, false) \
	ACTION(ANSWER_NEXT, "answer-next", "Right, Tab, Down", N_("Other answer"), N_("the next answer"), QUESTION, USE_DASHBOARD, false) \
	ACTION(ANSWER_PREVIOUS, "answer-previous", "Left, Shift+Tab, Up", NULL, N_("the answer before"), QUESTION, USE_DASHBOARD, false) \
	ACTION(ANSWER, "answer", "Enter, Space", N_("Answer"), N_("give the marked answer"), QUESTION, USE_DASHBOARD, false) \
	ACTION(ANSWER_NONE, "answer-none", "Esc", N_("Keep as it is"), N_("change nothing"), QUESTION, USE_DASHBOARD, false) \
	ACTION(HELP_CLOSE, "help-close", "Esc, q, Enter", N_("Close"), N_("close the help"), HELP, USE_DASHBOARD, false) \
	ACTION(HELP, "help", "?, F1, Ctrl+G", N_("Help"), N_("this help"), EVERYWHERE, USE_DASHBOARD, false) \
	ACTION(REPAINT, "repaint", "Ctrl+L", NULL, N_("paint the screen anew"), EVERYWHERE, USE_DASHBOARD, false) \
	ACTION(QUIT, "quit", "Ctrl+Q", NULL, N_("quit"), EVERYWHERE, USE_DASHBOARD, false)

/* GROUP(ENUM, heading in the help) */
#define UI_GROUPS(GROUP) \
	GROUP(REPORTING, N_("Reporting")) \
	GROUP(DASHBOARD, N_("Dashboard")) \
	GROUP(HISTORY, N_("Run history")) \
	GROUP(RUN, N_("Runs")) \
	GROUP(PREVIEW, N_("Preview")) \
	GROUP(ITEMS_EDITED, N_("Accounts, tenants, domains, keys")) \
	GROUP(ITEMS, N_("Accounts, tenants, domains, keys")) \
	GROUP(ACCOUNTS, N_("Accounts")) \
	GROUP(AUDIT, N_("Audit log")) \
	GROUP(TABLE, N_("Lists")) \
	GROUP(COLUMNS, N_("Columns")) \
	GROUP(FILTER, N_("Filter")) \
	GROUP(MENU, N_("Pages")) \
	GROUP(PAGE, N_("Pages")) \
	GROUP(BACK, N_("Pages")) \
	GROUP(LIST, N_("Lists")) \
	GROUP(TASK_FIRST, N_("Task, step 1")) \
	GROUP(RECUR, N_("Recurrence")) \
	GROUP(TASK_SECOND, N_("Task, step 2")) \
	GROUP(MAIL, N_("Mail client settings")) \
	GROUP(PREFERENCES, N_("My settings")) \
	GROUP(FORM, N_("In forms")) \
	GROUP(EDIT, N_("In forms")) \
	GROUP(FORM_SAVE, N_("In forms")) \
	GROUP(TEST, N_("Test connection")) \
	GROUP(QUESTION, N_("Questions")) \
	GROUP(HELP, N_("Help")) \
	GROUP(EVERYWHERE, N_("Everywhere"))
