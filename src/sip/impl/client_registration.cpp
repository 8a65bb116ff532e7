// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/client_registration.h"

namespace mcu::sip {

ClientRegistration::ClientRegistration(nua_handle_t* handle, RegisterTarget target, Report report)
    : handle_(handle, this), target_(std::move(target)), report_(std::move(report)) {}

void ClientRegistration::start() {
    const auto expires = std::to_string(target_.expires.count());
    nua_register(handle_.get(),
                 NUTAG_M_USERNAME(target_.user.c_str()),
                 NUTAG_REGISTRAR(target_.server.c_str()),
                 SIPTAG_EXPIRES_STR(expires.c_str()),
                 TAG_END());
}

void ClientRegistration::stop() {
    nua_unregister(handle_.get(), TAG_END());
}

void ClientRegistration::onEvent(const Event& event) {
    if (event.type == nua_r_unregister) {
        over_ = over_ || event.status >= 200;
        return;
    }
    if (event.type != nua_r_register || event.status < 200) {
        return;
    }
    if (event.status == 401 || event.status == 407) {
        const auto* challenge =
            event.sip == nullptr ? nullptr
            : event.status == 401
                ? reinterpret_cast<const msg_auth_t*>(event.sip->sip_www_authenticate)
                : reinterpret_cast<const msg_auth_t*>(event.sip->sip_proxy_authenticate);
        const auto* realm =
            challenge == nullptr ? nullptr : msg_params_find(challenge->au_params, "realm=");
        if (realm != nullptr && attempts_ < 2 && !target_.password.reveal().empty()) {
            ++attempts_;
            const std::string credentials = "Digest:" + std::string(realm) + ":" + target_.user +
                                            ":" + target_.password.reveal();
            nua_authenticate(handle_.get(), NUTAG_AUTH(credentials.c_str()), TAG_END());
            return;
        }
    }
    if (event.status < 300) {
        attempts_ = 0;
        report_({});
        return;
    }
    report_(Error(
        event.status == 401 || event.status == 403 ? ErrorCode::notAllowed : ErrorCode::unavailable,
        "registration of " + target_.user + " refused: " + std::to_string(event.status) + " " +
            event.phrase));
}

}  // namespace mcu::sip
