// SPDX-License-Identifier: Apache-2.0
// main of tidings-sender: the background process and its workers.
#include <stdio.h>

int main(void)
{
	return 2;
}
