// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cascade/command.h"
#include "mcu/control.pb.h"

namespace mcu::control {

/// A cascade request's message to the cascade's value, one overload each, and the first thing that
/// was wrong with it. What a number or a name means is the cascade's to judge; here only what no
/// cascade could mean is refused.
class CascadeReader {
public:
    cascade::ConnectLink operator()(const hnth::mcu::v1::CascadeConnect& m);
    cascade::DisconnectLink operator()(const hnth::mcu::v1::CascadeDisconnect& m);
    cascade::SetPolicy operator()(const hnth::mcu::v1::CascadePolicy& m);
    cascade::Hold operator()(const hnth::mcu::v1::CascadeHold& m);
    cascade::ConfirmOrder operator()(const hnth::mcu::v1::CascadeConfirm& m);
    cascade::RefuseOrder operator()(const hnth::mcu::v1::CascadeRefuse& m);
    cascade::SelectSite operator()(const hnth::mcu::v1::CascadeSelect& m);
    cascade::Say operator()(const hnth::mcu::v1::Say& m);
    cascade::Acknowledge operator()(const hnth::mcu::v1::Acknowledge& m);

    [[nodiscard]] const std::string& wrong() const { return wrong_; }

private:
    /// Words that other technicians read: short, and nothing that steers a terminal.
    std::string words(const std::string& text, const char* what);

    std::string wrong_;
};

}  // namespace mcu::control
