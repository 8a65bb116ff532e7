// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "cli/console/inbox.h"
#include "cli/session.h"
#include "mcu/incident_client.h"

namespace mcu::cli::console {

/// All talk with the server, on threads of its own, so that the screen never waits: asks how things
/// stand each second and after each event, follows the events, carries errands. A server that goes
/// away is asked again until it is back.
class Correspondence {
public:
    /// The inbox outlives it.
    Correspondence(client::Client client,
                   client::Client patient,
                   client::IncidentClient incidents,
                   const Globals& globals,
                   Inbox& inbox);
    ~Correspondence();
    Correspondence(const Correspondence&) = delete;
    Correspondence& operator=(const Correspondence&) = delete;

    /// Sends an errand; its answer comes into the inbox. False: too many are under way.
    bool send(Errand errand);

private:
    void ask(const std::stop_token& stop);
    void follow(const std::stop_token& stop);
    /// Asks soon: something has happened.
    void hasten();
    /// Waits for the next time to ask; false: it is over.
    bool pause(const std::stop_token& stop);
    [[nodiscard]] Tidings newsOfServer(bool withSites) const;

    struct Carrier {
        std::shared_ptr<std::atomic<bool>> done = std::make_shared<std::atomic<bool>>(false);
        std::jthread thread;
    };

    client::Client client_;
    client::IncidentClient incidents_;
    client::Client patient_;  ///< for errands: a take may dial first
    const Globals globals_;
    Inbox& inbox_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool hasty_ = false;
    std::list<Carrier> carriers_;
    std::jthread asking_;
    std::jthread following_;
};

}  // namespace mcu::cli::console
