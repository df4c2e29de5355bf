/*
 * networks.h - the social networks that handles know
 *
 * Made from src/identity/networks.tsv by networks.awk; see handle.h.
 */
#define NETWORKS \
	{"x", ",twitter,tw,", ",x.com,twitter.com,", ",/A,", "_", 1, 15, NETWORK_LOWER, ",home,explore,search,i,intent,share,hashtag,settings,messages,notifications,login,signup,tos,privacy,about,compose,download,", "https://x.com/%s"}, \
	{"facebook", ",fb,", ",facebook.com,fb.com,fb.me,", ",/profile.php?id=A,/people/*/A,/A,", ".", 5, 50, NETWORK_LOWER | NETWORK_NODOTS, ",people,profile.php,groups,events,pages,watch,marketplace,gaming,hashtag,photo,photos,story.php,permalink.php,login,sharer,sharer.php,share,help,privacy,policies,reel,reels,video,videos,media,business,ads,pg,", "https://www.facebook.com/%s"}, \
	{"instagram", ",ig,insta,", ",instagram.com,instagr.am,", ",/stories/A,/A,", "._", 1, 30, NETWORK_LOWER, ",p,reel,reels,tv,explore,accounts,about,developer,direct,legal,web,stories,", "https://www.instagram.com/%s"}, \
	{"threads", ",,", ",threads.net,threads.com,", ",/@A,", "._", 1, 30, NETWORK_LOWER, ",,", "https://www.threads.net/@%s"}, \
	{"linkedin", ",,", ",linkedin.com,", ",/in/A,/company/A=company/,", "-_.%", 1, 100, NETWORK_LOWER | NETWORK_WORDS, ",,", "https://www.linkedin.com/in/%s"}, \
	{"youtube", ",yt,", ",youtube.com,", ",/@A=@,/channel/A,/c/A=c/,/user/A=user/,", "._-", 3, 100, NETWORK_LOWER | NETWORK_UCID | NETWORK_WORDS, ",,", "https://www.youtube.com/%s"}, \
	{"tiktok", ",,", ",tiktok.com,", ",/@A,", "._", 2, 24, NETWORK_LOWER, ",,", "https://www.tiktok.com/@%s"}, \
	{"medium", ",,", ",medium.com,", ",/@A,sub,", "._", 1, 30, NETWORK_LOWER, ",,", "https://medium.com/@%s"}, \
	{"reddit", ",,", ",reddit.com,", ",/user/A,/u/A,", "_-", 3, 20, NETWORK_LOWER, ",,", "https://www.reddit.com/user/%s"}, \
	{"pinterest", ",,", ",pinterest.*,", ",/A,", "_", 3, 30, NETWORK_LOWER, ",pin,search,ideas,today,explore,categories,about,business,settings,login,", "https://www.pinterest.com/%s"}, \
	{"github", ",gh,", ",github.com,gist.github.com,", ",/A,", "-", 1, 39, NETWORK_LOWER | NETWORK_NOHYPHENEND, ",features,pricing,about,topics,trending,explore,marketplace,settings,notifications,login,join,orgs,sponsors,collections,events,search,new,organizations,enterprise,team,security,contact,site,readme,apps,stars,", "https://github.com/%s"}, \
	{"mastodon", ",fediverse,activitypub,", ",,", ",/@A,/users/A,", "_.-", 1, 200, NETWORK_LOWER | NETWORK_ATHOST, ",,", "https://%h/@%u"}, \
	{"bluesky", ",bsky,", ",bsky.app,", ",/profile/A,", "-.:", 3, 253, NETWORK_LOWER | NETWORK_DOMAIN, ",,", "https://bsky.app/profile/%s"}, \
	{"telegram", ",tg,", ",t.me,telegram.me,telegram.dog,", ",/s/A,/A,", "_", 4, 32, NETWORK_LOWER, ",s,joinchat,addstickers,addlist,share,proxy,socks,c,iv,setlanguage,login,addemoji,boost,contact,confirmphone,bg,", "https://t.me/%s"}, \
	{"whatsapp", ",wa,", ",wa.me,", ",/A,", "", 7, 15, NETWORK_DIGITS, ",message,qr,c,", "https://wa.me/%d"}, \
	{"phone", ",tel,", ",,", ",,", "", 7, 15, NETWORK_DIGITS, ",,", "tel:%s"}, \
	{"email", ",mail,", ",,", ",,", "", 3, 254, NETWORK_EMAIL, ",,", "mailto:%s"}, \
	{"web", ",url,", ",,", ",,", "", 1, 2000, NETWORK_WEB, ",,", "https://%s"}, \

