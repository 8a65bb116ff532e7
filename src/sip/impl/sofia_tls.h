// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mcu::sip {

/// Makes sure that this program's own tls_free() is used by sofia-sip (decision 0271): without it
/// each TLS connection leaves some 25 KiB behind. Does nothing by itself.
void mendSofiaTls();

}  // namespace mcu::sip
