// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/clock.h"
#include "media/key_pace.h"
#include "sip/impl/handle.h"

namespace mcu::sip {

/// INFO within a call: keys (decision 0261) and requests for a keyframe (RFC 5168 section 3), both
/// held to a pace. Owned by a Dialog. Thread: sip.
class InfoRequests {
public:
    struct Heard {
        char key = '\0';  ///< none
        bool fastUpdate = false;
    };

    Heard read(const Event& event, SteadyTime now);
    void sendFastUpdate(nua_handle_t* handle, SteadyTime now);
    /// Each key an INFO.
    static void sendKeys(nua_handle_t* handle, const std::string& keys);

private:
    [[nodiscard]] char readKey(const Event& event, SteadyTime now);

    media::KeyPace keys_;
    SteadyTime lastFastUpdateIn_{};
    SteadyTime lastFastUpdateOut_{};
};

}  // namespace mcu::sip
