from out110-21.example.com ([192.0.2.21]:40260)
	by mx98.example.ru with esmtp (envelope-from <news@example.com>)
	id 1lGUN6-0005sL-EZ for <imap.example.com.br>; Tue, ��, 29 Jan 2023 17:21:28 +0000 (UTC)