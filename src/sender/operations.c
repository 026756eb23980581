// SPDX-License-Identifier: Apache-2.0
// mail and render, as app asks for them.
#include "jail-priv.h"

#include "tidings/mail/message.h"
#include "tidings/mail/sign.h"
#include "tidings/mail/test.h"
#include "tidings/mail/transport.h"
#include "tidings/render/render.h"
#include "tidings/sender/sender.h"

static void *connect_transport(const struct mail_settings *settings, GError **error)
{
	return mail_transport_new(settings, error);
}

static void disconnect_transport(void *connection)
{
	mail_transport_free(connection);
}

static bool send_job(void *connection, const struct mail_job *job, enum mail_fault *ret_fault, GError **error)
{
	return mail_transport_send(connection, job, ret_fault, error);
}

const struct app_operations sender_operations = {
	.isolate = jail_enter,
	.pdf = render_pdf,
	.chart = render_chart_png,
	.logo = render_logo,
	.compose = mail_message_build,
	.connect = connect_transport,
	.disconnect = disconnect_transport,
	.send = send_job,
	.signer = mail_signer,
	.signature = mail_signature_check,
	.test = mail_test,
};
