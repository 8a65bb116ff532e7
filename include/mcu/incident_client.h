// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mcu/client.h"
#include "mcu/incident.pb.h"

namespace mcu::client {

/// Incidents and the quality of sites of one server (mcu/incident.proto). As Client: calls block up
/// to the deadline; any thread, several at once.
class IncidentClient {
public:
    /// Does not touch the network yet.
    static Answer<IncidentClient> make(const Settings& settings);
    ~IncidentClient();
    IncidentClient(IncidentClient&&) noexcept;
    IncidentClient& operator=(IncidentClient&&) noexcept;

    /// Newest first.
    [[nodiscard]] Answer<v1::IncidentList> list(const v1::IncidentQuery& query) const;
    /// A note, or a closing by hand.
    [[nodiscard]] Answer<v1::IncidentReply> act(const v1::IncidentRequest& request) const;
    /// What is measured of each site, and its grade.
    [[nodiscard]] Answer<v1::QualityList> quality() const;

private:
    struct Impl;
    explicit IncidentClient(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::client
