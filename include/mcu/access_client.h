// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mcu/access.pb.h"
#include "mcu/client.h"

namespace mcu::client {

/// Who may do what, asked of one server (mcu/access.proto). Beside Client, made of the same
/// settings. A refusal of a question, here and of Client, is Failure::Kind::notAllowed: the
/// server's sentence, and in a second line what to do about it.
class AccessClient {
public:
    /// Does not touch the network yet.
    static Answer<AccessClient> make(const Settings& settings);
    ~AccessClient();
    AccessClient(AccessClient&&) noexcept;
    AccessClient& operator=(AccessClient&&) noexcept;

    /// Whom the server takes us for. `actor`: as commands would say it.
    [[nodiscard]] Answer<v1::WhoAmIReply> whoAmI(const v1::Actor& actor) const;
    /// Rights of the roles, and people.
    [[nodiscard]] Answer<v1::RightsReply> rights() const;

private:
    struct Impl;
    explicit AccessClient(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::client
