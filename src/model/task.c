// SPDX-License-Identifier: Apache-2.0
// Reporting tasks: their life and what rows alone cannot say.
#include "tidings/model/task.h"

#include "tidings/util/error.h"

void task_init(struct task *task)
{
	fields_init(&task_table, task);
}

void task_release(struct task *task)
{
	fields_release(&task_table, task);
}

void task_copy(struct task *to, const struct task *from)
{
	fields_copy(&task_table, to, from);
}

bool task_check(const struct task *task, GError **error)
{
	if (task->widgets == 0)
		return error_set_field(error, ERROR_INVALID, "widgets", "a report must have at least one widget");
	if ((task->formats & (FORMAT_HTML | FORMAT_PDF)) == 0)
		return error_set_field(error, ERROR_INVALID, "formats", "a report must have at least one of the formats html and pdf");
	return true;
}
