// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "sip/impl/handle.h"
#include "sip/sip_endpoint.h"

namespace mcu::sip {

/// One of our users registered at a server (RFC 3261 section 10.2); the stack refreshes it. Owned
/// by the Stack; thread: sip.
class ClientRegistration final : public HandleOwner {
public:
    using Report = std::function<void(Status)>;

    ClientRegistration(nua_handle_t* handle, RegisterTarget target, Report report);
    void start();
    /// Takes the binding back; over() once the server has answered.
    void stop();

    [[nodiscard]] bool over() const { return over_; }

    void onEvent(const Event& event) override;

private:
    Handle handle_;
    RegisterTarget target_;
    Report report_;
    int attempts_ = 0;
    bool over_ = false;
};

/// One OPTIONS to a registered contact; over() once it is answered or given up.
class Probe final : public HandleOwner {
public:
    explicit Probe(nua_handle_t* handle) : handle_(handle, this) { nua_options(handle, TAG_END()); }

    void onEvent(const Event& event) override {
        over_ = over_ || (event.type == nua_r_options && event.status >= 200);
    }

    [[nodiscard]] bool over() const { return over_; }

private:
    Handle handle_;
    bool over_ = false;
};

}  // namespace mcu::sip
