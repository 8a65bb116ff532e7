// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/server_settings.h"
#include "session/host_facts.h"

namespace mcu::app {

/// How this server is secured by its configuration: listeners' protection, media, who may connect,
/// limits, logs. No secret is among it: of passwords only whether there is one.
[[nodiscard]] std::vector<session::Evidence> configuredEvidence(const ServerSettings& settings);

/// What can be seen of the running process: certificates, ports, software, its rights, the clock,
/// the disk. Reads files and /proc; any thread.
class HostLook {
public:
    HostLook(const ServerSettings& settings, std::vector<control::ExpectedPort> ports);

    [[nodiscard]] session::HostFacts operator()() const;

private:
    std::vector<session::Evidence> configured_;
    std::vector<control::ExpectedPort> ports_;
    std::vector<session::CertificateFile> certificates_;
    std::string controlSocket_;
    std::string stateDirectory_;
    std::string version_;
};

}  // namespace mcu::app
