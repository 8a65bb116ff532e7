// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/net_address.h"

namespace mcu {

/// A socket that takes packets or connections from elsewhere.
struct OpenSocket {
    bool tcp = false;  ///< listening; else UDP
    NetAddress address;
};

/// A table of the kernel (/proc/net/udp, tcp, udp6, tcp6) as text: sockets of the inodes given that
/// are not tied to one far end. Lines that cannot be read are left out. A TCP socket counts when it
/// listens.
[[nodiscard]] std::vector<OpenSocket> readSocketTable(std::string_view table,
                                                      bool tcp,
                                                      const std::vector<std::string>& inodes);

/// The open sockets of this process. Reads /proc: some milliseconds with a thousand sockets, so not
/// on a loop.
[[nodiscard]] std::vector<OpenSocket> openSockets();

}  // namespace mcu
