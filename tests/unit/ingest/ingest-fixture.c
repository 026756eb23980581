// SPDX-License-Identifier: Apache-2.0
// A statistics store and texts to take into it.
#include "ingest-fixture.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "test.h"
#include "tidings/util/instant.h"

static const char *const known_tenants[] = {"General", "North branch", "Retail", NULL};

static bool is_known(void *data, const char *name)
{
	(void)data;
	return g_strv_contains(known_tenants, name);
}

void fixture_init(struct fixture *f)
{
	GError *error = NULL;
	f->dir = test_dir();
	f->rejects = g_build_filename(f->dir, "rejects", NULL);
	g_assert_true(stats_create(f->dir, &error));
	f->stats = stats_open(f->dir, &error);
	test_no_error(error);
	f->options = (struct ingest_options){
		.format = INGEST_AUTO, .received = RECEIVED, .tenant_known = is_known, .reject_dir = f->rejects, .name = "input",
	};
}

void fixture_release(struct fixture *f)
{
	ingest_result_release(&f->result);
	stats_close(f->stats);
	g_free(f->dir);
	g_free(f->rejects);
}

int fixture_file(const void *data, size_t length)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	g_assert_cmpint(fd, >=, 0);
	for (size_t done = 0; done < length;) {
		ssize_t put = write(fd, (const char *)data + done, length - done);
		g_assert_cmpint(put, >, 0);
		done += (size_t)put;
	}
	g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
	return fd;
}

bool fixture_take_fd(struct fixture *f, int fd, GError **error)
{
	ingest_result_release(&f->result);
	bool taken = ingest_fd(f->stats, fd, &f->options, &f->result, error);
	close(fd);
	return taken;
}

void fixture_take(struct fixture *f, enum ingest_format format, const char *text)
{
	GError *error = NULL;
	f->options.format = format;
	bool taken = fixture_take_fd(f, fixture_file(text, strlen(text)), &error);
	test_no_error(error);
	g_assert_true(taken);
}

char *fixture_counts(const struct fixture *f)
{
	const struct ingest_result *r = &f->result;
	return g_strdup_printf("%u %u %u %u %u", (unsigned)r->lines, (unsigned)r->detections, (unsigned)r->incoming_events,
			       (unsigned)r->service_events, (unsigned)r->rejected);
}

void fixture_ask(struct fixture *f, const struct stats_query *query, struct stats_result *ret_result)
{
	const struct stats_query everything = {.period = {0, INT64_C(253402300800)}, .false_positives = true, .top = 10};
	GError *error = NULL;
	bool done = stats_query(f->stats, query != NULL ? query : &everything, ret_result, &error);
	test_no_error(error);
	g_assert_true(done);
}

/* Is the only detection in what the query asks for? */
static bool holds(struct fixture *f, const struct stats_query *query)
{
	autorelease(stats_result) result = {0};
	fixture_ask(f, query, &result);
	return result.detections == 1;
}

char *fixture_only_detection(struct fixture *f)
{
	autorelease(stats_result) all = {0};
	struct stats_query query = {.period = {0, INT64_C(253402300800)}, .false_positives = true, .top = 10};
	fixture_ask(f, &query, &all);
	g_assert_cmpuint(all.detections, ==, 1);
	g_autofree char *time = instant_to_text(all.first_event);
	bool retroscan = all.top[TOP_RETROSCAN]->len == 1;
	const struct stats_top_row *row = &g_array_index(all.top[retroscan ? TOP_RETROSCAN : TOP_DEFAULT], struct stats_top_row, 0);
	query.source = SOURCE_API;
	bool api = holds(f, &query);
	query.source = SOURCE_ALL;
	query.false_positives = false;
	bool genuine = holds(f, &query);
	query.false_positives = true;
	const char *tenant = "?";
	for (size_t i = 0; known_tenants[i] != NULL; i++) {
		char *one[] = {(char *)(uintptr_t)known_tenants[i], NULL};
		query.tenants = one;
		tenant = holds(f, &query) ? known_tenants[i] : tenant;
	}
	return g_strdup_printf("%s %s %s %s %s %s %s%s%s", time, api ? "api" : "tcp", tenant,
			       g_array_index(all.categories, struct stats_share, 0).name, enum_to_text(indicator_kind_names, (int)row->kind),
			       row->indicator, g_array_index(all.suppliers, struct stats_share, 0).name, retroscan ? " retroscan" : "",
			       genuine ? "" : " false-positive");
}

char *fixture_rejects(const struct fixture *f)
{
	char *text = NULL;
	GError *error = NULL;
	g_assert_nonnull(f->result.reject_path);
	g_file_get_contents(f->result.reject_path, &text, NULL, &error);
	test_no_error(error);
	return text;
}
