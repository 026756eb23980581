/* SPDX-License-Identifier: Apache-2.0 */
/* A data directory with a clock that stands still and a mail server that does as it is told. */
#ifndef TIDINGS_TESTS_APP_TEST_H
#define TIDINGS_TESTS_APP_TEST_H

#include "test.h"
#include "tidings/app/app.h"
#include "tidings/model/task.h"

/* What the make-believe server does with the next mails, and what it got. */
struct fake_mail {
	enum delivery_state verdict; /* of every recipient */
	int code;
	const char *only;            /* the one recipient that the verdict is for; NULL = all */
	size_t size_limit;           /* larger messages get 552; 0 = none */
	enum mail_fault fault;
	bool refuse_connection;      /* send fails as a whole */
	bool stop_before_dot;        /* the connection breaks before the end of data */
	bool break_pdf, no_room;
	int sent, dots, connections, tries; /* tries: recipients shown, over all mails */
	GPtrArray *messages;         /* GBytes * */
};
extern struct fake_mail fake_mail;

/* Opens (and, the first time, makes) dir with the instant as its clock. Given. */
struct app *app_at(const char *dir, const char *instant);
/* Saves mail settings that work. */
void app_mail(struct app *app);
/* Saves a task: daily at 09:00 UTC from 2026-11-01, to two recipients; fields are name, value pairs ended by NULL. Its id. */
uint32_t app_task(struct app *app, int enabled, ...) G_GNUC_NULL_TERMINATED;
/* A worker that never stops. */
bool app_never(void);
/* Records what is due, without working on it. */
void app_plan(struct app *app);
/* The next run of a task is at that instant. */
void app_expect_next(struct app *app, uint32_t task, const char *expected);
/* Runs everything that is due: plans and works until nothing is left. The number of failed runs. */
int app_work(struct app *app);
/* "state@occurrence state@occurrence ..." newest first, of a task. Given. */
char *app_history(struct app *app, uint32_t task);

#endif
