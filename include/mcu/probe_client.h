// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mcu/client.h"
#include "mcu/probe.pb.h"

namespace mcu::client {

/// Probes of rooms by one server (mcu/probe.proto). As Client; a probe takes as long as the room
/// does, so its deadline is the time it is given to answer and some more.
class ProbeClient {
public:
    /// Does not touch the network yet.
    static Answer<ProbeClient> make(const Settings& settings);
    ~ProbeClient();
    ProbeClient(ProbeClient&&) noexcept;
    ProbeClient& operator=(ProbeClient&&) noexcept;

    [[nodiscard]] Answer<v1::ProbeReply> probe(const v1::ProbeRequest& request) const;
    [[nodiscard]] Answer<v1::ProbeReply> last(const std::string& target) const;

private:
    struct Impl;
    explicit ProbeClient(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::client
