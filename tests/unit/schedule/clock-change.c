// SPDX-License-Identifier: Apache-2.0
// Recurrences over clock changes: gaps are shifted or skipped, of an overlap the first or the second is taken.
#include "schedule-test.h"

static struct recurrence_spec with(struct recurrence_spec spec, enum gap_policy gap, enum overlap_policy overlap)
{
	spec.gap = gap;
	spec.overlap = overlap;
	return spec;
}

TEST(clock_change__daily__keeps_the_wall_time)
{
	gives(spec_of("2026-03-28T09:00", "Europe/Berlin", "FREQ=DAILY"), 3,
	      "2026-03-28T09:00:00+01:00 2026-03-29T09:00:00+02:00 2026-03-30T09:00:00+02:00");
}

TEST(clock_change__gap__is_shifted_once)
{
	gives(spec_of("2027-03-27T02:30", "Europe/Berlin", "FREQ=DAILY"), 3,
	      "2027-03-27T02:30:00+01:00 2027-03-28T03:30:00+02:00!gap 2027-03-29T02:30:00+02:00");
	gives(spec_of("2026-03-01T02:30", "America/New_York", "FREQ=WEEKLY"), 3,
	      "2026-03-01T02:30:00-05:00 2026-03-08T03:30:00-04:00!gap 2026-03-15T02:30:00-04:00");
}

TEST(clock_change__gap__is_skipped_and_the_next_is_found)
{
	struct recurrence_spec spec = with(spec_of("2027-03-27T02:30", "Europe/Berlin", "FREQ=DAILY"), GAP_SKIP, OVERLAP_FIRST);
	gives(spec, 2, "2027-03-27T02:30:00+01:00 2027-03-29T02:30:00+02:00");
	spec = with(spec_of("2027-03-28T02:30", "Europe/Berlin", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"), GAP_SKIP, OVERLAP_FIRST);
	refuses(spec, "rrule", "no occurrence");
	spec = with(spec_of("2027-03-28T02:30", "Europe/Berlin", ""), GAP_SKIP, OVERLAP_FIRST);
	refuses(spec, "start", "skipped");
}

TEST(clock_change__gap__skipped_ones_are_not_counted)
{
	struct recurrence_spec spec = with(spec_of("2027-03-27T02:30", "Europe/Berlin", "FREQ=DAILY;COUNT=2"), GAP_SKIP, OVERLAP_FIRST);
	gives(spec, 5, "2027-03-27T02:30:00+01:00 2027-03-29T02:30:00+02:00");
}

/* 02:30 comes out at 03:30, after 03:00 of the same day, and together with 03:30. */
TEST(clock_change__gap__keeps_the_order_of_time)
{
	gives(spec_of("2027-03-28T02:00", "Europe/Berlin", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30"), 4,
	      "2027-03-28T03:00:00+02:00 2027-03-28T03:30:00+02:00 2027-03-29T02:00:00+02:00 2027-03-29T02:30:00+02:00");
	gives_after(spec_of("2027-03-01T02:30", "Europe/Berlin", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30,45"), "2027-03-28T01:31:00Z", 2,
		    "2027-03-28T03:45:00+02:00 2027-03-29T02:30:00+02:00");
}

TEST(clock_change__gap__of_a_whole_day)
{
	struct recurrence_spec spec = spec_of("2011-12-29T09:00", "Pacific/Apia", "FREQ=DAILY");
	gives(spec, 3, "2011-12-29T09:00:00-10:00 2011-12-31T09:00:00+14:00 2012-01-01T09:00:00+14:00");
	gives(with(spec, GAP_SKIP, OVERLAP_FIRST), 3, "2011-12-29T09:00:00-10:00 2011-12-31T09:00:00+14:00 2012-01-01T09:00:00+14:00");
}

TEST(clock_change__gap__at_midnight_stays_on_its_day)
{
	gives(spec_of("2027-04-29T00:00", "Africa/Cairo", "FREQ=DAILY"), 3,
	      "2027-04-29T00:00:00+02:00 2027-04-30T01:00:00+03:00!gap 2027-05-01T00:00:00+03:00");
}

TEST(clock_change__overlap__takes_one_of_the_two)
{
	struct recurrence_spec spec = spec_of("2026-10-31T01:30", "America/New_York", "FREQ=DAILY");
	gives(spec, 3, "2026-10-31T01:30:00-04:00 2026-11-01T01:30:00-04:00!overlap 2026-11-02T01:30:00-05:00");
	gives(with(spec, GAP_SHIFT, OVERLAP_SECOND), 3, "2026-10-31T01:30:00-04:00 2026-11-01T01:30:00-05:00!overlap 2026-11-02T01:30:00-05:00");
}

TEST(clock_change__overlap__is_not_answered_twice)
{
	struct recurrence_spec spec = spec_of("2026-10-31T01:30", "America/New_York", "FREQ=DAILY");
	gives_after(spec, "2026-11-01T05:30:00Z", 1, "2026-11-02T01:30:00-05:00");
	gives_after(with(spec, GAP_SHIFT, OVERLAP_SECOND), "2026-11-01T05:30:00Z", 1, "2026-11-01T01:30:00-05:00!overlap");
}

TEST(clock_change__negative_dst__after_the_last_transition)
{
	gives(spec_of("2045-03-25T01:30", "Europe/Dublin", "FREQ=DAILY"), 3,
	      "2045-03-25T01:30:00+00:00 2045-03-26T02:30:00+01:00!gap 2045-03-27T01:30:00+01:00");
}

TEST(clock_change__until__holds_for_the_shifted_time)
{
	gives(spec_of("2027-03-27T02:30", "Europe/Berlin", "FREQ=DAILY;UNTIL=20270328T010000Z"), 5, "2027-03-27T02:30:00+01:00");
	gives(spec_of("2027-03-27T02:30", "Europe/Berlin", "FREQ=DAILY;UNTIL=20270328T013000Z"), 5,
	      "2027-03-27T02:30:00+01:00 2027-03-28T03:30:00+02:00!gap");
}
