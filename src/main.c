// SPDX-License-Identifier: Apache-2.0
// The command table of tidings.
#include <stdio.h>

int main(void)
{
	return 2;
}
