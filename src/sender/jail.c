// SPDX-License-Identifier: Apache-2.0
// What a process gives up before it reads or draws what others wrote: memory and time without end, core dumps, the network.
#include "jail-priv.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "tidings/util/error.h"

#define MEMORY ((rlim_t)512 << 20)
#define SECONDS 60

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* Never raises what is lower already. */
static bool limit(int resource, rlim_t most, GError **error)
{
	struct rlimit now = {0};
	if (getrlimit(resource, &now) != 0)
		return error_set_errno(error, errno, "while reading a limit");
	now.rlim_max = now.rlim_max == RLIM_INFINITY || now.rlim_max > most ? most : now.rlim_max;
	now.rlim_cur = now.rlim_max;
	return setrlimit(resource, &now) == 0 || error_set_errno(error, errno, "while setting a limit");
}

/* No socket can be made, in no way: not by another architecture's numbers, nor through io_uring. */
static bool leave_network(GError **error)
{
#ifdef ARCHITECTURE
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 0, 5),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_io_uring_setup, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
	};
	struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return error_set_errno(error, errno, "while giving up new privileges");
	/* A kernel without seccomp leaves the limits and the service's own restrictions. */
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || errno == EINVAL || error_set_errno(error, errno, "while leaving the network");
#else
	(void)error;
	return true;
#endif
}

/* A sanitizer's shadow alone is larger. */
static bool limit_memory(GError **error)
{
#if defined(__SANITIZE_ADDRESS__)
	(void)error;
	return true;
#else
	return limit(RLIMIT_DATA, MEMORY, error);
#endif
}

bool jail_enter(GError **error)
{
	return limit(RLIMIT_CORE, 0, error) && limit_memory(error) && limit(RLIMIT_CPU, SECONDS, error) && leave_network(error);
}
