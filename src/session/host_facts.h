// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace mcu::session {

/// One line of evidence of how the server is secured (GEN-01): a fact and what it is evidence for.
struct Evidence {
    std::string section;  ///< "ports", "channels", "media", "certificates", "access" ...
    std::string key;      ///< "control.socket"; of several alike the same
    std::string value;    ///< as it is in force; never a secret
    std::vector<std::string> requirements;  ///< "SEC-03", "B-HRD-1"
};

/// How the server and its machine are, as seen on any thread (GEN-01, PL3-05).
struct HostFacts {
    std::vector<std::string> wrongPorts;  ///< "udp 5090 unexpected"; empty: as configured
    double diskFreePercent = -1;          ///< where state is kept; negative: not known
    bool clockKept = true;                ///< the kernel's clock is kept by a time server
    std::string software;                 ///< "0.1.0 build 17c25d54"
    std::vector<Evidence> evidence;
};

}  // namespace mcu::session
