// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/info_requests.h"

#include "sip/impl/keys_in_info.h"

namespace mcu::sip {

namespace {

constexpr auto kFastUpdateSpacing = std::chrono::milliseconds(500);

}  // namespace

InfoRequests::Heard InfoRequests::read(const Event& event, SteadyTime now) {
    Heard heard;
    heard.key = readKey(event, now);
    if (hasContentType(event.sip, "application/media_control+xml") &&
        bodyOf(event.sip).find("picture_fast_update") != std::string::npos &&
        now - lastFastUpdateIn_ >= kFastUpdateSpacing) {
        lastFastUpdateIn_ = now;
        heard.fastUpdate = true;
    }
    return heard;
}

char InfoRequests::readKey(const Event& event, SteadyTime now) {
    if (event.sip == nullptr || event.sip->sip_content_type == nullptr ||
        event.sip->sip_content_type->c_type == nullptr) {
        return '\0';
    }
    const char key = keyInInfo(event.sip->sip_content_type->c_type, bodyOf(event.sip));
    return key != '\0' && keys_.pass(now) ? key : '\0';
}

void InfoRequests::sendFastUpdate(nua_handle_t* handle, SteadyTime now) {
    if (now - lastFastUpdateOut_ < kFastUpdateSpacing) {
        return;
    }
    lastFastUpdateOut_ = now;
    nua_info(handle,
             SIPTAG_CONTENT_TYPE_STR("application/media_control+xml"),
             SIPTAG_PAYLOAD_STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
                                "<media_control><vc_primitive><to_encoder><picture_fast_update/>"
                                "</to_encoder></vc_primitive></media_control>\r\n"),
             TAG_END());
}

void InfoRequests::sendKeys(nua_handle_t* handle, const std::string& keys) {
    for (const char key : keys) {
        if (media::isKey(key)) {
            nua_info(handle,
                     SIPTAG_CONTENT_TYPE_STR("application/dtmf-relay"),
                     SIPTAG_PAYLOAD_STR(dtmfRelay(key).c_str()),
                     TAG_END());
        }
    }
}

}  // namespace mcu::sip
